import type OpenApiClient from "@alicloud/openapi-core";
import { callAlb } from "../client/action";
import type { Time } from "../client/calls";

interface ServersPage {
  Servers?: { ServerId?: string; Port?: number; Status?: string; Weight?: number }[];
  NextToken?: string;
}

/** Maximum number of rows of a page. Source: ListServerGroupServers. */
const pageSize = 100;

/** Status of a server without weight, which gets no new calls. */
export const drained = "Drained";

/** Reads the status of each server of an ALB's server group, by `<server ID>:<port>`. */
export async function readAlbServers(
  client: OpenApiClient,
  serverGroupId: string,
  time: Time,
): Promise<Map<string, string>> {
  const statuses = new Map<string, string>();
  let token: string | undefined;
  do {
    const query = { ServerGroupId: serverGroupId, MaxResults: pageSize, NextToken: token };
    const page = (await callAlb(client, "ListServerGroupServers", query, time)) as ServersPage;
    for (const { ServerId, Port, Weight, Status = "" } of page.Servers ?? []) {
      statuses.set(`${ServerId}:${Port}`, Weight === 0 ? drained : Status);
    }
    token = page.NextToken;
  } while (token);
  return statuses;
}
