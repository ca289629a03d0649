import type { GatewayInstance, VpcAccess } from "../../store/model";

/** Whether packets get from a gateway instance to a VPC back end. Given to the control plane from outside. */
export interface Connectivity {
  isConnected(gateway: GatewayInstance, access: VpcAccess): Promise<boolean>;
}
