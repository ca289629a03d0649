import type { VSwitch } from "../../store/model";
import type { Store } from "../../store/store";
import { containsAddress, formatAddress, lastAddress, parseAddress, parseCidr } from "../common/cidr";

/** The platform reserves the first address and the last three addresses of a vSwitch. */
const reservedAtStart = 1;
export const reservedAtEnd = 3;

/** Private addresses in a vSwitch that instances, intranet CLBs, ALBs and NAT gateways use. */
export function usedAddresses(store: Store, vswitchId: string): Set<string> {
  const instances = store.instances.filter((instance) => instance.vswitchId === vswitchId);
  const interfaces = store.networkInterfaces.filter((one) => one.vswitchId === vswitchId);
  const balancers = store.loadBalancers.filter(
    (balancer) => balancer.vswitchId === vswitchId && balancer.addressType === "intranet",
  );
  const albZones = store.albLoadBalancers
    .all()
    .flatMap(({ zones }) => zones)
    .filter((zone) => zone.vswitchId === vswitchId);
  const natGateways = store.natGateways.filter((gateway) => gateway.vswitchId === vswitchId);
  return new Set([
    ...natGateways.map(({ privateIp }) => privateIp),
    ...albZones.flatMap(({ address, localAddresses }) => [address, ...localAddresses]),
    ...[...instances, ...interfaces].flatMap(({ privateIp, secondaryIps = [] }) => [
      privateIp,
      ...secondaryIps,
    ]),
    ...balancers.map(({ address }) => address),
  ]);
}

/** Whether a resource in the vSwitch may use an address: inside its block and not reserved. */
export function isAssignable(vswitch: VSwitch, text: string): boolean {
  const block = parseCidr(vswitch.cidrBlock);
  const address = parseAddress(text);
  if (!block || address === undefined || !containsAddress(block, address)) return false;
  return address >= block.base + reservedAtStart && address <= lastAddress(block) - reservedAtEnd;
}

/** The lowest free address of a vSwitch. Undefined if it is full. */
export function freeAddress(store: Store, vswitch: VSwitch): string | undefined {
  return freeAddresses(store, vswitch, 1)?.[0];
}

/** The lowest free addresses of a vSwitch. Undefined if there are fewer than `count`. */
export function freeAddresses(
  store: Store,
  vswitch: VSwitch,
  count: number,
  taken: readonly string[] = [],
): string[] | undefined {
  const block = parseCidr(vswitch.cidrBlock);
  if (!block) return undefined;
  const used = new Set([...usedAddresses(store, vswitch.id), ...taken]);
  const found: string[] = [];
  for (
    let address = block.base + reservedAtStart;
    address <= lastAddress(block) - reservedAtEnd;
    address += 1
  ) {
    const text = formatAddress(address);
    if (!used.has(text)) found.push(text);
    if (found.length === count) return found;
  }
  return undefined;
}

/** Number of free addresses in a vSwitch. */
export function freeAddressCount(store: Store, vswitch: VSwitch): number {
  const block = parseCidr(vswitch.cidrBlock);
  if (!block) return 0;
  return 2 ** (32 - block.bits) - reservedAtStart - reservedAtEnd - usedAddresses(store, vswitch.id).size;
}
