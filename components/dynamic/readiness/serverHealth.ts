import type OpenApiClient from "@alicloud/openapi-core";
import { callAction } from "../client/action";
import type { Time } from "../client/calls";
import type { ClbServers } from "./resource";

/** A server that gets no calls yet. */
export interface UnhealthyServer {
  /** `<server ID>:<port>` */
  server: string;
  /** Status of the CLB, or `not registered`. */
  status: string;
}

/** Calls an action of Classic Load Balancer. Source: API 2014-05-15. */
const call = (client: OpenApiClient, action: string, query: object, time: Time): Promise<unknown> =>
  callAction(client, "2014-05-15", action, { RegionId: client._regionId, ...query }, time);

/** Status of each server behind the listener, by `<server ID>:<port>`. */
async function readStatuses(
  client: OpenApiClient,
  { loadBalancerId, listenerPort, protocol }: ClbServers,
  time: Time,
): Promise<Map<string, string>> {
  const query = { LoadBalancerId: loadBalancerId, ListenerPort: listenerPort, ListenerProtocol: protocol };
  const body = (await call(client, "DescribeHealthStatus", query, time)) as {
    BackendServers?: {
      BackendServer?: { ServerId?: string; Port?: number; ServerHealthStatus?: string }[];
    };
  };
  const servers = body.BackendServers?.BackendServer ?? [];
  return new Map(
    servers.map(({ ServerId, Port, ServerHealthStatus = "unknown" }) => [
      `${ServerId}:${Port}`,
      ServerHealthStatus,
    ]),
  );
}

/**
 * Lists the expected servers that a CLB does not report as healthy. Servers that are replaced at the end of the
 * update still answer, so a call through the balancer does not show that the new ones do.
 */
export async function findUnhealthy(
  client: OpenApiClient,
  servers: ClbServers,
  time: Time,
): Promise<UnhealthyServer[]> {
  const statuses = await readStatuses(client, servers, time);
  return servers.expected
    .map((server) => ({ server, status: statuses.get(server) ?? "not registered" }))
    .filter(({ status }) => status !== "normal");
}

/**
 * Seconds for which a CLB may still send calls to a server after it was told to stop. No document names them.
 * Calls that the server answers later are cut off when the update deletes it.
 */
const drainSeconds = 6;

/**
 * Lets a CLB send no more calls to former servers that are not expected any more, and waits until it follows.
 * Without this, calls fail that the CLB sends to a server while the update deletes it.
 */
export async function drainServers(
  client: OpenApiClient,
  former: readonly string[],
  servers: ClbServers,
  time: Time,
): Promise<void> {
  const outgoing = former.filter((server) => !servers.expected.includes(server));
  if (outgoing.length === 0) return;
  const statuses = await readStatuses(client, servers, time);
  const registered = outgoing.filter((server) => statuses.has(server));
  if (registered.length === 0) return;
  const weights = registered.map((server) => {
    const [ServerId, Port] = server.split(":");
    return { ServerId, Port, Weight: "0" };
  });
  const query = { VServerGroupId: servers.serverGroupId, BackendServers: JSON.stringify(weights) };
  await call(client, "SetVServerGroupAttribute", query, time);
  await time.pass(1_000 * drainSeconds);
}
