import type { Api, Deployment, StageName } from "../../store/model";
import type { Call } from "../common/call";
import { isoSeconds, versionTime } from "../common/times";
import { apiError } from "./errors";

/** What the gateway serves of an API in a stage; undefined when it is not published there. */
export function onlineIn(api: Api, stage: StageName): Deployment | undefined {
  return api.deployments.find((one) => one.stage === stage && one.status === "ONLINE");
}

/** As onlineIn, but an API that is not published in the stage is refused. */
export function requireOnline(api: Api, stage: StageName): Deployment {
  const online = onlineIn(api, stage);
  if (!online) throw apiError("NotFoundStage", api.id, stage);
  return online;
}

/** Publishes the definition as it stands: a copy, which later changes do not touch. */
export function publish(call: Call, api: Api, stage: StageName, description: string): void {
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
    definition: structuredClone(api.definition),
  });
}

/** No error when it is not published: older provider releases do this for every stage on each delete. */
export function takeOffline(api: Api, stage: StageName): void {
  const online = onlineIn(api, stage);
  if (online) online.status = "OFFLINE";
}

/** Makes an earlier version of the history the one that is served in a stage where the API is published. */
export function switchTo(call: Call, api: Api, stage: StageName, version: string, description: string): void {
  requireOnline(api, stage);
  const wanted = api.deployments.find((one) => one.historyVersion === version);
  if (!wanted) throw apiError("NotFoundHistoryVersion", api.id, version);
  takeOffline(api, stage);
  const again: Deployment = {
    ...structuredClone(wanted),
    stage,
    description,
    deployedTime: isoSeconds(call.cloud.clock()),
    status: "ONLINE",
  };
  const others = api.deployments.filter((one) => one.historyVersion !== version || one.stage !== stage);
  api.deployments = [...others, again];
}

/** Versions are times; two publications within a millisecond still get different ones. */
function nextVersion(api: Api, now: Date): string {
  const versions = new Set(api.deployments.map(({ historyVersion }) => historyVersion));
  for (let time = now.getTime(); ; time += 1) {
    const version = versionTime(new Date(time));
    if (!versions.has(version)) return version;
  }
}
