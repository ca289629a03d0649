import type { Store } from "../../store/store";

/**
 * A free address of 203.0.113.0/24, which exists in documentation only. Instances and elastic IP addresses share the
 * block. Undefined if none is left.
 */
export function freePublicAddress(store: Store): string | undefined {
  const used = new Set([
    ...store.instances.all().map(({ publicIp }) => publicIp),
    ...store.anycastEips.all().map(({ ipAddress }) => ipAddress),
    ...store.eips.all().map(({ ipAddress }) => ipAddress),
  ]);
  for (let last = 1; last < 255; last += 1) {
    if (!used.has(`203.0.113.${last}`)) return `203.0.113.${last}`;
  }
  return undefined;
}
