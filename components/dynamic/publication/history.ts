import type OpenApiClient from "@alicloud/openapi-core";
import { callApiGateway } from "../client/apiGateway";
import { allPages, batchSize } from "../client/calls";

/** Version that each stage serves, by API ID and stage. An unpublished API has no stages. */
type ServedVersions = Map<string, Map<string, string>>;

/** Reads the served versions of all APIs of a group, with one call for each hundred APIs. */
export async function servedVersions(client: OpenApiClient, groupId: string): Promise<ServedVersions> {
  const apis = await allPages(async (pageNumber) => {
    const query = { groupId, pageNumber, pageSize: batchSize };
    return (await callApiGateway(client, "describeApis", query))?.apiSummarys?.apiSummary;
  });
  const served: ServedVersions = new Map();
  for (const { apiId, deployedInfos } of apis) {
    const stages = new Map<string, string>();
    for (const { stageName, deployedStatus, effectiveVersion } of deployedInfos?.deployedInfo ?? []) {
      if (deployedStatus === "DEPLOYED" && stageName) stages.set(stageName, effectiveVersion ?? "");
    }
    served.set(apiId ?? "", stages);
  }
  return served;
}

const namedVersions = 10;

type PastVersion = Awaited<ReturnType<typeof readHistory>>[number];

/** Reads the history of one API, newest version first. */
export async function readHistory(client: OpenApiClient, groupId: string, apiId: string) {
  const versions = await allPages(async (pageNumber) => {
    const query = { groupId, apiId, pageNumber, pageSize: batchSize };
    return (await callApiGateway(client, "describeApiHistories", query))?.apiHisItems?.apiHisItem;
  });
  return versions.sort((a, b) => ((a.historyVersion ?? "") < (b.historyVersion ?? "") ? 1 : -1));
}

export function formatHistory(versions: readonly PastVersion[]): string {
  if (versions.length === 0) return "It was never published.";
  const words = versions
    .slice(0, namedVersions)
    .map(
      ({ historyVersion = "", stageName = "", description = "" }) =>
        `${historyVersion} (${stageName}, ${description})`,
    );
  const more = versions.length > namedVersions ? `, and ${versions.length - namedVersions} older ones` : "";
  return `It has ${words.join(", ")}${more}.`;
}
