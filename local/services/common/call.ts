import type { Operation } from "../../rpc/operation";
import { defineOperations } from "../../rpc/operation";
import type { Store } from "../../store/store";
import type { Connectivity } from "../cloudapi/ports";
import type { Machines } from "../ecs/ports";
import type { HealthChecks } from "../slb/ports";

/** Dependencies of the operations: the state, and the ports to other components of the local cloud. */
export interface Cloud {
  store: Store;
  clock: () => Date;
  machines: Machines;
  health: HealthChecks;
  connectivity: Connectivity;
  log(line: string): void;
  /** Must be called after a state change outside a call, such as a completed start of an instance. */
  changed(): void;
}

/** A call, as a handler receives it in addition to its parameters. */
export interface Call {
  cloud: Cloud;
  store: Store;
  /** Parameter RegionId, or the default region. */
  regionId: string;
  /** Whether the caller set a region. Otherwise lists contain all regions. */
  regionGiven: boolean;
  /** Host and port that the caller used. */
  endpoint: string;
  /** Milliseconds until a created resource is ready, from an active fault. */
  settleMs: number;
  /** Resolves after this delay. Rejects if the local cloud is closed in the meantime. */
  settled(): Promise<void>;
}

export type CloudOperation = Operation<Call>;

export const vpcOperation = defineOperations<Call>("vpc", "2016-04-28");
export const ecsOperation = defineOperations<Call>("ecs", "2014-05-26");
export const slbOperation = defineOperations<Call>("slb", "2014-05-15");
export const albOperation = defineOperations<Call>("alb", "2020-06-16");
export const cloudApiOperation = defineOperations<Call>("cloudapi", "2016-07-14");
export const stsOperation = defineOperations<Call>("sts", "2015-04-01");
export const bssOperation = defineOperations<Call>("bssopenapi", "2017-12-14");
export const alidnsOperation = defineOperations<Call>("alidns", "2015-01-09");
export const casOperation = defineOperations<Call>("cas", "2020-04-07");
/** An older API version changes names and tags of certificates. */
export const casNameOperation = defineOperations<Call>("cas", "2018-08-13");
export const anycastOperation = defineOperations<Call>("eipanycast", "2020-03-09");
export const ipamOperation = defineOperations<Call>("vpcipam", "2023-02-28");
export const kmsOperation = defineOperations<Call>("kms", "2016-01-20");
export const ramOperation = defineOperations<Call>("ram", "2015-05-01");
export const resourceManagerOperation = defineOperations<Call>("resourcemanager", "2020-03-31");
export const locationOperation = defineOperations<Call>("location", "2015-06-12");

/** Whether a resource belongs to the list that this call requests. */
export function inScope(call: Call, thing: { regionId: string }): boolean {
  return !call.regionGiven || thing.regionId === call.regionId;
}
