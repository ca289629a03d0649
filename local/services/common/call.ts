import type { Operation } from "../../rpc/operation";
import { operationsOf } from "../../rpc/operation";
import type { Store } from "../../store/store";
import type { Connectivity } from "../cloudapi/ports";
import type { Machines } from "../ecs/ports";
import type { HealthChecks } from "../slb/ports";

/** What stands behind the operations: the state and the ports to the rest of the local cloud. */
export interface Cloud {
  store: Store;
  clock: () => Date;
  machines: Machines;
  health: HealthChecks;
  connectivity: Connectivity;
  log(line: string): void;
  /** To be called when state changed outside a call, such as an instance that finished starting. */
  changed(): void;
}

/** One call, as a handler sees it beside its parameters. */
export interface Call {
  cloud: Cloud;
  store: Store;
  /** From parameter RegionId, else the default region. */
  regionId: string;
  /** Whether the caller named a region; if not, lists are not narrowed to one. */
  regionGiven: boolean;
  /** Host and port that the caller used. */
  endpoint: string;
  /** Milliseconds that what is made is not ready yet, by a fault that is set. */
  settleMs: number;
  /** Resolves after them; rejects when the local cloud is closed meanwhile. */
  settled(): Promise<void>;
}

export type CloudOperation = Operation<Call>;

export const vpcOperation = operationsOf<Call>("vpc", "2016-04-28");
export const ecsOperation = operationsOf<Call>("ecs", "2014-05-26");
export const slbOperation = operationsOf<Call>("slb", "2014-05-15");
export const albOperation = operationsOf<Call>("alb", "2020-06-16");
export const cloudApiOperation = operationsOf<Call>("cloudapi", "2016-07-14");
export const stsOperation = operationsOf<Call>("sts", "2015-04-01");
export const bssOperation = operationsOf<Call>("bssopenapi", "2017-12-14");
export const alidnsOperation = operationsOf<Call>("alidns", "2015-01-09");
export const casOperation = operationsOf<Call>("cas", "2020-04-07");
/** Names and tags of certificates are changed in an older version. */
export const casNameOperation = operationsOf<Call>("cas", "2018-08-13");
export const locationOperation = operationsOf<Call>("location", "2015-06-12");

/** Whether a thing belongs into a list that this call asked for. */
export function inScope(call: Call, thing: { regionId: string }): boolean {
  return !call.regionGiven || thing.regionId === call.regionId;
}
