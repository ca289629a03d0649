import { firstUsableAddress, isIpv6 } from "../fabric/address";
import type { ConnectRequest } from "../fabric/hops";
import { memoize } from "../memoize";
import type { GatewayInstance, VpcAccess } from "../store/model";

/** Source address of a gateway instance's packets to VPC back ends: the first address of its egress block. */
export function egressAddress(gateway: Pick<GatewayInstance, "vpcEgressAddress">): string {
  return firstUsableAddress(egressBlocks(gateway.vpcEgressAddress).find((block) => !isIpv6(block)) ?? "");
}

const egressBlocks = memoize((list) => list.split(",").map((block) => block.trim()));

/** Source address of packets to IPv6 back ends. Undefined for an instance without IPv6 egress. */
export function egressIpv6Address(gateway: Pick<GatewayInstance, "vpcEgressAddress">): string | undefined {
  const block = egressBlocks(gateway.vpcEgressAddress).find(isIpv6);
  return block === undefined ? undefined : firstUsableAddress(block);
}

/** The connection of a gateway instance through a VPC access authorization. */
export function accessRequest(
  gateway: Pick<GatewayInstance, "vpcEgressAddress">,
  access: Pick<VpcAccess, "regionId" | "vpcId" | "instanceId" | "port">,
): ConnectRequest {
  const { regionId, vpcId, instanceId, port } = access;
  const ipv6Address = egressIpv6Address(gateway);
  const from = { address: egressAddress(gateway), ...(ipv6Address !== undefined && { ipv6Address }) };
  return { regionId, vpcId, from, to: instanceId, port };
}
