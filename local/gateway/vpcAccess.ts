import { firstUsableAddress, isIpv6 } from "../fabric/address";
import type { Connection, ConnectRequest } from "../fabric/hops";
import type { ApiGroup, GatewayInstance, VpcAccess } from "../store/model";
import type { Store } from "../store/store";

/**
 * The gateway instance of a group. The ID of its record may contain the region, because the shared instance exists in
 * every region.
 */
export function gatewayInstanceOf(
  store: Store,
  { regionId, instanceId }: Pick<ApiGroup, "regionId" | "instanceId">,
): GatewayInstance | undefined {
  const ids = [instanceId, `${regionId}/${instanceId}`];
  return store.gatewayInstances.find((it) => it.regionId === regionId && ids.includes(it.id));
}

/** Source address of a gateway instance's packets to VPC back ends: the first address of its egress block. */
export function egressAddress(gateway: Pick<GatewayInstance, "vpcEgressAddress">): string {
  return firstUsableAddress(egressBlocks(gateway).find((block) => !isIpv6(block)) ?? "");
}

const egressBlocks = ({ vpcEgressAddress }: Pick<GatewayInstance, "vpcEgressAddress">): string[] =>
  vpcEgressAddress.split(",").map((block) => block.trim());

/** Source address of packets to IPv6 back ends. Undefined for an instance without IPv6 egress. */
export function egressIpv6Address(gateway: Pick<GatewayInstance, "vpcEgressAddress">): string | undefined {
  const block = egressBlocks(gateway).find(isIpv6);
  return block === undefined ? undefined : firstUsableAddress(block);
}

/** Follows a connection of a gateway instance through a VPC access authorization. */
export function connectThroughAccess(
  fabric: { connect(request: ConnectRequest): Promise<Connection> },
  gateway: Pick<GatewayInstance, "vpcEgressAddress">,
  access: Pick<VpcAccess, "regionId" | "vpcId" | "instanceId" | "port">,
): Promise<Connection> {
  const { regionId, vpcId, instanceId, port } = access;
  const ipv6Address = egressIpv6Address(gateway);
  const from = { address: egressAddress(gateway), ...(ipv6Address !== undefined && { ipv6Address }) };
  return fabric.connect({ regionId, vpcId, from, to: instanceId, port });
}
