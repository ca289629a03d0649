import { albOperations } from "./alb/operations";
import { alidnsOperations } from "./alidns/operations";
import { bssOperations } from "./bssopenapi/operations";
import { casOperations } from "./cas/operations";
import { cloudApiOperations } from "./cloudapi/operations";
import type { CloudOperation } from "./common/call";
import { ecsOperations } from "./ecs/operations";
import { locationOperations } from "./location/operations";
import { slbOperations } from "./slb/operations";
import { logActions } from "./sls/service";
import { stsOperations } from "./sts/operations";
import { vpcOperations } from "./vpc/operations";

/** Every action of an RPC product that the local cloud implements. What is not here is refused by name. */
export const operations: readonly CloudOperation[] = [
  ...vpcOperations,
  ...ecsOperations,
  ...slbOperations,
  ...albOperations,
  ...cloudApiOperations,
  ...stsOperations,
  ...bssOperations,
  ...locationOperations,
  ...alidnsOperations,
  ...casOperations,
];

/** An action as its product declares it. */
export interface DeclaredAction {
  readonly product: string;
  readonly version: string;
  readonly action: string;
  /** Whether it may change what there is. */
  readonly writes: boolean;
}

/** Every action that the local cloud implements, Simple Log Service's too. */
export const declaredActions: readonly DeclaredAction[] = [
  ...operations.map(({ product, version, action, writes }) => ({ product, version, action, writes })),
  ...logActions,
];
