import { albOperations } from "./alb/operations";
import { alidnsOperations } from "./alidns/operations";
import { bssOperations } from "./bssopenapi/operations";
import { casOperations } from "./cas/operations";
import { cloudApiOperations } from "./cloudapi/operations";
import type { CloudOperation } from "./common/call";
import { ecsOperations } from "./ecs/operations";
import { anycastOperations } from "./eipanycast/operations";
import { kmsOperations } from "./kms/operations";
import { locationOperations } from "./location/operations";
import { ramOperations } from "./ram/operations";
import { resourceManagerOperations } from "./resourcemanager/operations";
import { slbOperations } from "./slb/operations";
import { logActions } from "./sls/service";
import { stsOperations } from "./sts/operations";
import { vpcOperations } from "./vpc/operations";
import { ipamOperations } from "./vpcipam/operations";

/** All implemented actions of RPC products. The local cloud rejects others by name. */
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
  ...resourceManagerOperations,
  ...kmsOperations,
  ...ramOperations,
  ...anycastOperations,
  ...ipamOperations,
];

/** An action in the declaration of its product. */
export interface DeclaredAction {
  readonly product: string;
  readonly version: string;
  readonly action: string;
  /** Whether it may change resources. */
  readonly writes: boolean;
}

/** All implemented actions, including those of Simple Log Service. */
export const declaredActions: readonly DeclaredAction[] = [
  ...operations.map(({ product, version, action, writes }) => ({ product, version, action, writes })),
  ...logActions,
];
