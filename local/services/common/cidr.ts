/** An IPv4 block. */
export interface Cidr {
  /** First address as a 32-bit number. */
  base: number;
  /** Prefix length, 0 to 32. */
  bits: number;
}

const octet = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const addressForm = new RegExp(`^${octet}\\.${octet}\\.${octet}\\.${octet}$`);

/** The number of an IPv4 address. Undefined for an invalid address. */
export function parseAddress(text: string): number | undefined {
  const match = addressForm.exec(text);
  return match?.slice(1).reduce((sum, part) => sum * 256 + Number(part), 0);
}

export function formatAddress(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}

/** Number of addresses in a block. */
const countAddresses = ({ bits }: Cidr): number => 2 ** (32 - bits);

/** Undefined for an invalid block, or for one with bits set after its prefix. */
export function parseCidr(text: string): Cidr | undefined {
  const match = /^([\d.]+)\/(\d{1,2})$/.exec(text);
  const base = parseAddress(match?.[1] ?? "");
  const bits = Number(match?.[2]);
  if (base === undefined || !(bits <= 32)) return undefined;
  return base % 2 ** (32 - bits) === 0 ? { base, bits } : undefined;
}

export const lastAddress = (block: Cidr): number => block.base + countAddresses(block) - 1;

export function contains(outer: Cidr, inner: Cidr): boolean {
  return outer.base <= inner.base && lastAddress(inner) <= lastAddress(outer);
}

export function containsAddress(block: Cidr, address: number): boolean {
  return block.base <= address && address <= lastAddress(block);
}

export function overlaps(a: Cidr, b: Cidr): boolean {
  return a.base <= lastAddress(b) && b.base <= lastAddress(a);
}
