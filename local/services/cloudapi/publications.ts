import type { Api, Deployment, StageName } from "../../store/model";
import { clone } from "../../store/tracked";
import type { Call } from "../common/call";
import { isoSeconds, versionTime } from "../common/times";
import { serviceIn } from "./backendConfig";
import { apiError } from "./errors";

/** The published definition of an API in an environment. Undefined if it is not published there. */
export function onlineIn(api: Api, stage: StageName): Deployment | undefined {
  return api.deployments.find((one) => one.stage === stage && one.status === "ONLINE");
}

/** Like onlineIn, but rejects an API that is not published in the environment. */
export function requireOnline(api: Api, stage: StageName): Deployment {
  const online = onlineIn(api, stage);
  if (!online) throw apiError("NotFoundStage", api.id, stage);
  return online;
}

/** Publishes a copy of the current definition, so that later changes do not affect it. */
export function publish(call: Call, api: Api, stage: StageName, description: string): void {
  const definition = clone(api.definition);
  const service = serviceIn(call, definition, stage);
  takeOffline(api, stage);
  const now = call.cloud.clock();
  api.deployments.push({
    apiId: api.id,
    groupId: api.groupId,
    stage,
    historyVersion: nextVersion(api, now),
    description,
    deployedTime: isoSeconds(now),
    status: "ONLINE",
    definition: { ...definition, service },
  });
}

/**
 * Succeeds for an API that is not published. Older provider releases call this for every environment on each deletion.
 */
export function takeOffline(api: Api, stage: StageName): void {
  const online = onlineIn(api, stage);
  if (online) online.status = "OFFLINE";
}

/** Publishes an earlier version from the history in an environment where the API is published. */
export function switchTo(call: Call, api: Api, stage: StageName, version: string, description: string): void {
  requireOnline(api, stage);
  const wanted = api.deployments.find((one) => one.historyVersion === version);
  if (!wanted) throw apiError("NotFoundHistoryVersion", api.id, version);
  takeOffline(api, stage);
  const again: Deployment = {
    ...clone(wanted),
    stage,
    description,
    deployedTime: isoSeconds(call.cloud.clock()),
    status: "ONLINE",
  };
  const others = api.deployments.filter((one) => one.historyVersion !== version || one.stage !== stage);
  api.deployments = [...others, again];
}

/** Versions are times. Two publications within one millisecond get different versions. */
function nextVersion(api: Api, now: Date): string {
  const versions = new Set(api.deployments.map(({ historyVersion }) => historyVersion));
  for (let time = now.getTime(); ; time += 1) {
    const version = versionTime(new Date(time));
    if (!versions.has(version)) return version;
  }
}
