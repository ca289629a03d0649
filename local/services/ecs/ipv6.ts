import type { VSwitch } from "../../store/model";
import type { Store } from "../../store/store";
import { ecsOperation } from "../common/call";
import { assignableIpv6, forgetReleasedIpv6, freeIpv6Addresses } from "../vpc/ipv6";
import { instanceTypes } from "./catalogue";
import { ecsError } from "./errors";
import { findInstanceType, findInterface, findVSwitchOfInterface } from "./interfaces";

const networkInterfaceId = { type: "string", required: true } as const;
const addresses = { type: "list", item: { type: "string" }, max: 10 } as const;

/** Rejects IPv6 addresses that the vSwitch or the instance type does not support. */
export function checkIpv6(vswitch: VSwitch, instanceType: string | undefined, count: number): void {
  if (!vswitch.ipv6CidrBlock) throw ecsError("InvalidVSwitch.Ipv6NotTurnOn", vswitch.id);
  // The type limits an interface when it is attached.
  if (instanceType === undefined) return;
  const limit = instanceTypes.find(({ id }) => id === instanceType)?.ipv6PerEni ?? 0;
  if (limit === 0) throw ecsError("InvalidOperation.Ipv6NotSupport", instanceType);
  if (count > limit) throw ecsError("InvalidOperation.Ipv6CountExceeded", instanceType, limit, count);
}

/** Validates requested addresses and returns them in the format of answers. */
export function givenIpv6(store: Store, vswitch: VSwitch, texts: readonly string[]): string[] {
  const found = texts.map((text) => {
    const address = assignableIpv6(store, vswitch, text);
    if (address === undefined) throw ecsError("InvalidIp.Address", text, vswitch.id);
    return address;
  });
  return [...new Set(found)];
}

export const ipv6Operations = [
  ecsOperation({
    action: "AssignIpv6Addresses",
    parameters: {
      NetworkInterfaceId: networkInterfaceId,
      Ipv6AddressCount: { type: "integer", min: 1, max: 10 },
      Ipv6Address: addresses,
      ClientToken: { type: "string", maxLength: 64 },
    },
    handle(call, p) {
      const found = findInterface(call, p.NetworkInterfaceId);
      const vswitch = findVSwitchOfInterface(call, found);
      const present = found.ipv6Addresses ?? [];
      const count = p.Ipv6AddressCount ?? p.Ipv6Address.length;
      checkIpv6(vswitch, findInstanceType(call, found), present.length + count);
      const added = p.Ipv6AddressCount
        ? freeIpv6Addresses(call.store, vswitch, p.Ipv6AddressCount)
        : givenIpv6(call.store, vswitch, p.Ipv6Address);
      found.ipv6Addresses = [...present, ...added];
      return {
        NetworkInterfaceId: p.NetworkInterfaceId,
        Ipv6Sets: { Ipv6Address: added },
        Ipv6PrefixSets: { Ipv6Prefix: [] },
      };
    },
  }),
  ecsOperation({
    action: "UnassignIpv6Addresses",
    parameters: {
      NetworkInterfaceId: networkInterfaceId,
      Ipv6Address: { ...addresses, required: true },
      ClientToken: { type: "string", maxLength: 64 },
    },
    handle(call, p) {
      const found = findInterface(call, p.NetworkInterfaceId);
      const present = found.ipv6Addresses ?? [];
      const stray = p.Ipv6Address.find((address) => !present.includes(address));
      if (stray !== undefined) throw ecsError("InvalidIp.NotFound", p.NetworkInterfaceId, stray);
      found.ipv6Addresses = present.filter((address) => !p.Ipv6Address.includes(address));
      forgetReleasedIpv6(call.store);
      return {};
    },
  }),
];
