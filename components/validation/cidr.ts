import ipaddr from "ipaddr.js";

/** An IPv4 block: its first address as a number, and its prefix length. */
export interface Ipv4Block {
  first: number;
  prefix: number;
}

/** Parses `a.b.c.d/n`. Undefined if it is not an IPv4 block, or has bits set after its prefix. */
export function parseIpv4Block(text: string): Ipv4Block | undefined {
  const match = /^(\d{1,3}(?:\.\d{1,3}){3})\/(0|[1-9]\d?)$/.exec(text);
  if (!match || !ipaddr.IPv4.isValidFourPartDecimal(match[1] as string)) return undefined;
  const prefix = Number(match[2]);
  if (prefix > 32) return undefined;
  const first = ipaddr.IPv4.parse(match[1] as string)
    .toByteArray()
    .reduce((value, octet) => value * 256 + octet, 0);
  return first % size({ first, prefix }) === 0 ? { first, prefix } : undefined;
}

export function formatIpv4Block({ first, prefix }: Ipv4Block): string {
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256);
  return `${octets.join(".")}/${prefix}`;
}

export function size({ prefix }: Ipv4Block): number {
  return 2 ** (32 - prefix);
}

export function contains(outer: Ipv4Block, inner: Ipv4Block): boolean {
  return inner.first >= outer.first && inner.first + size(inner) <= outer.first + size(outer);
}

export function overlaps(a: Ipv4Block, b: Ipv4Block): boolean {
  return contains(a, b) || contains(b, a);
}

/** Block number `index` with prefix length `prefix` inside `outer`. Undefined if there is no room. */
export function subnet(outer: Ipv4Block, prefix: number, index: number): Ipv4Block | undefined {
  const block = { first: outer.first + index * 2 ** (32 - prefix), prefix };
  return prefix <= 32 && contains(outer, block) ? block : undefined;
}
