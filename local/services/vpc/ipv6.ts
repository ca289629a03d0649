import ipaddr from "ipaddr.js";
import type { VSwitch } from "../../store/model";
import type { Store } from "../../store/store";

/**
 * Every block is in 2001:db8::/32, which exists in documentation only (RFC 3849). A VPC has a /56, and a vSwitch one of
 * its 256 /64 subnets.
 */
const formatVpcBlock = (index: number): string =>
  ipv6Text([0x2001, 0xdb8, index >> 8, (index & 0xff) << 8, 0, 0, 0, 0], 56);

function ipv6Text(parts: number[], bits: number): string {
  return `${new ipaddr.IPv6(parts)}/${bits}`;
}

/** The first /56 that no VPC uses. */
export function freeVpcBlock(store: Store): string {
  const used = new Set(store.vpcs.all().map(({ ipv6CidrBlock }) => ipv6CidrBlock));
  for (let index = 1; ; index += 1) {
    const block = formatVpcBlock(index);
    if (!used.has(block)) return block;
  }
}

/** Block of subnet number 0 to 255 in a VPC's block. */
export function vswitchBlock(vpcBlock: string, mask: number): string {
  const [network] = ipaddr.IPv6.parseCIDR(vpcBlock);
  const parts = [...network.parts];
  parts[3] = (parts[3] ?? 0) + mask;
  return ipv6Text(parts, 64);
}

/** IPv6 addresses in a vSwitch that instances and ALBs use. */
function usedIpv6Addresses(store: Store, vswitchId: string): Set<string> {
  const instances = store.instances.filter((instance) => instance.vswitchId === vswitchId);
  const interfaces = store.networkInterfaces.filter((one) => one.vswitchId === vswitchId);
  const albZones = store.albLoadBalancers
    .all()
    .flatMap(({ zones }) => zones)
    .filter((zone) => zone.vswitchId === vswitchId);
  return new Set([
    ...interfaces.flatMap(({ ipv6Addresses }) => ipv6Addresses),
    ...instances.flatMap(({ ipv6Addresses = [] }) => ipv6Addresses),
    ...albZones.flatMap(({ ipv6Address }) => (ipv6Address ? [ipv6Address] : [])),
  ]);
}

export const ipv6AddressKind = "vpc IPv6 address";

/** Deletes the records of addresses that instances and interfaces had and no longer have. */
export function forgetReleasedIpv6(store: Store): void {
  const users = [...store.instances.all(), ...store.networkInterfaces.all()];
  const inUse = new Set(users.flatMap(({ ipv6Addresses = [] }) => ipv6Addresses));
  for (const { id, kind, values } of store.storedResources.all()) {
    if (kind !== ipv6AddressKind || values.AssociatedInstanceId === "") continue;
    if (!inUse.has(String(values.Ipv6Address))) store.storedResources.delete(id);
  }
}

/** A resource in a vSwitch that has an IPv6 address. */
export function ipv6User(store: Store, vswitchId: string): string | undefined {
  const instance = store.instances.find(
    (one) => one.vswitchId === vswitchId && (one.ipv6Addresses ?? []).length > 0,
  );
  const alb = store.albLoadBalancers.find(({ zones }) =>
    zones.some((zone) => zone.vswitchId === vswitchId && zone.ipv6Address !== undefined),
  );
  const other = store.networkInterfaces.find(
    (one) => one.vswitchId === vswitchId && one.ipv6Addresses.length > 0,
  );
  return (instance ?? alb ?? other)?.id;
}

/** Free IPv6 addresses of a vSwitch, which must have a block. */
export function freeIpv6Addresses(store: Store, vswitch: VSwitch, count: number): string[] {
  const [network] = ipaddr.IPv6.parseCIDR(vswitch.ipv6CidrBlock ?? "");
  const used = usedIpv6Addresses(store, vswitch.id);
  const found: string[] = [];
  for (let host = 1; found.length < count; host += 1) {
    const address = new ipaddr.IPv6([...network.parts.slice(0, 4), 0, 0, host >> 16, host & 0xffff]);
    if (!used.has(address.toString())) found.push(address.toString());
  }
  return found;
}

/** The compressed form of an unused IPv6 address in the vSwitch. Undefined for any other text. */
export function assignableIpv6(store: Store, vswitch: VSwitch, text: string): string | undefined {
  if (!ipaddr.IPv6.isValid(text) || !vswitch.ipv6CidrBlock) return undefined;
  const address = ipaddr.IPv6.parse(text);
  if (!address.match(ipaddr.IPv6.parseCIDR(vswitch.ipv6CidrBlock))) return undefined;
  return usedIpv6Addresses(store, vswitch.id).has(address.toString()) ? undefined : address.toString();
}
