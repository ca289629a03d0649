import type { GatewayInstance, VpcAccess } from "../../store/model";

/** Checks whether a gateway instance can reach a VPC back end. The control plane receives the implementation. */
export interface Connectivity {
  isConnected(gateway: GatewayInstance, access: VpcAccess): Promise<boolean>;
}
