import { firstUsableAddress } from "../fabric/address";
import type { Connection, ConnectRequest } from "../fabric/hops";
import type { ApiGroup, GatewayInstance, VpcAccess } from "../store/model";
import type { Store } from "../store/store";

/** The gateway instance that serves a group; its record's id may carry the region, because every region has it. */
export function gatewayInstanceOf(
  store: Store,
  { regionId, instanceId }: Pick<ApiGroup, "regionId" | "instanceId">,
): GatewayInstance | undefined {
  const ids = [instanceId, `${regionId}/${instanceId}`];
  return store.gatewayInstances.find((it) => it.regionId === regionId && ids.includes(it.id));
}

/** The address that packets of a gateway instance to VPC back ends come from: the first of its egress block. */
export function egressAddress({ vpcEgressAddress }: Pick<GatewayInstance, "vpcEgressAddress">): string {
  return firstUsableAddress(vpcEgressAddress.split(",")[0]?.trim() ?? "");
}

/** Follows a connection of a gateway instance through a VPC access authorization. */
export function connectThroughAccess(
  fabric: { connect(request: ConnectRequest): Promise<Connection> },
  gateway: Pick<GatewayInstance, "vpcEgressAddress">,
  access: Pick<VpcAccess, "regionId" | "vpcId" | "instanceId" | "port">,
): Promise<Connection> {
  const { regionId, vpcId, instanceId, port } = access;
  return fabric.connect({ regionId, vpcId, from: { address: egressAddress(gateway) }, to: instanceId, port });
}
