export type { ResourceCounts } from "../local/console/resources";
export type { Fault } from "../local/faults/fault";
export type { GatewayRequestRecord } from "../local/gateway/requestLog";
export type { CallRecord } from "../local/rpc/callLog";
export { type ApiAnswer, type GatewayRefusal, readRefusal } from "./call";
export {
  type AppKeyPair,
  type FaultSetting,
  type GatewayCall,
  type LocalCloud,
  type LocalCloudOptions,
  startLocalCloud,
} from "./localCloud";
export {
  deployToMocks,
  findInputs,
  findResource,
  isKnown,
  type MockDeployment,
  type MockOptions,
  type Registered,
  type ResourceClass,
  readOutput,
} from "./mocks";
