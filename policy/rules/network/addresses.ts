import ipaddr from "ipaddr.js";

type Block = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** A CIDR block or a single address in any spelling; undefined for anything else. */
function blockOf(text: string): Block | undefined {
  const spelled = text.trim();
  try {
    const [address, prefix] = spelled.includes("/")
      ? ipaddr.parseCIDR(spelled)
      : ([ipaddr.parse(spelled), undefined] as const);
    const block: Block = [address, prefix ?? (address.kind() === "ipv4" ? 32 : 128)];
    // IPv4 written as IPv6 is IPv4.
    if (block[0] instanceof ipaddr.IPv6 && block[0].isIPv4MappedAddress() && block[1] >= 96) {
      return [block[0].toIPv4Address(), block[1] - 96];
    }
    return block;
  } catch {
    return undefined;
  }
}

/** Whether a CIDR block is every address of its family, however it is written. */
export const isWorld = (text: string): boolean => blockOf(text)?.[1] === 0;

/** Whether every address of a block, or the address, is in the other block. */
export function isWithin(text: string, outer: string): boolean {
  const [inside, around] = [blockOf(text), blockOf(outer)];
  if (!inside || !around || inside[0].kind() !== around[0].kind()) return false;
  return inside[1] >= around[1] && inside[0].match(around[0] as never, around[1]);
}
