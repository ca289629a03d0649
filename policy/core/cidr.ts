import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

type Family = "ipv4" | "ipv6";

/** A range of addresses of one family; both ends are included. */
interface Span {
  readonly first: bigint;
  readonly last: bigint;
}

interface Block extends Span {
  readonly family: Family;
}

const widths: Readonly<Record<Family, bigint>> = { ipv4: 32n, ipv6: 128n };

/** Parses a CIDR block or a single address in any spelling; undefined for anything else. */
function parseBlock(text: string): Block | undefined {
  const trimmed = text.trim();
  try {
    const [address, prefix] = trimmed.includes("/")
      ? ipaddr.parseCIDR(trimmed)
      : ([ipaddr.parse(trimmed), undefined] as const);
    // An IPv4-mapped IPv6 address is an IPv4 address.
    if (address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() && (prefix ?? 128) >= 96) {
      return createBlock(address.toIPv4Address(), prefix === undefined ? prefix : prefix - 96);
    }
    return createBlock(address, prefix);
  } catch {
    return undefined;
  }
}

function createBlock(address: ipaddr.IPv4 | ipaddr.IPv6, prefix?: number): Block {
  const family = address.kind();
  const free = prefix === undefined ? 0n : widths[family] - BigInt(prefix);
  const number = address.toByteArray().reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  const first = (number >> free) << free;
  return { family, first, last: first + (1n << free) - 1n };
}

/** Returns the one spelling of an IP address, without brackets; any other value as it is. */
export function normalizeAddress(value: unknown): unknown {
  if (typeof value !== "string") return value;
  const bare = value.trim().replace(/^\[(.*)\]$/, "$1");
  return isIP(bare) === 0 ? value : ipaddr.process(bare).toString();
}

/** Whether a value is an IP address. */
export const isAddress = (value: unknown): boolean =>
  typeof value === "string" && isIP(String(normalizeAddress(value))) !== 0;

/** A set of addresses, made of CIDR blocks. Invalid blocks are ignored. */
export class AddressSet {
  private readonly spans: Readonly<Record<Family, readonly Span[]>>;

  constructor(texts: Iterable<string>) {
    const blocks = [...new Set(texts)].flatMap((text) => parseBlock(text) ?? []);
    const select = (family: Family) => mergeSpans(blocks.filter((block) => block.family === family));
    this.spans = { ipv4: select("ipv4"), ipv6: select("ipv6") };
  }

  /** Whether the set contains every address of a block. */
  contains(text: string): boolean {
    const block = parseBlock(text);
    if (!block) return false;
    const spans = this.spans[block.family];
    let [low, high] = [0, spans.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((spans[middle]?.first ?? 0n) <= block.first) low = middle + 1;
      else high = middle;
    }
    const last = spans[low - 1]?.last;
    return last !== undefined && block.last <= last;
  }

  /** Share of the public addresses that the set covers, from 0 to 1: of IPv4 or of IPv6, whichever is larger. */
  publicShare(): number {
    return Math.max(
      ...(["ipv4", "ipv6"] as const).map((family) => share(this.spans[family], publicSpans[family])),
    );
  }
}

/** Merges ranges that overlap or are adjacent. */
function mergeSpans(spans: readonly Span[]): Span[] {
  const result: { first: bigint; last: bigint }[] = [];
  for (const { first, last } of [...spans].sort((one, other) => (one.first < other.first ? -1 : 1))) {
    const before = result.at(-1);
    if (before && first <= before.last + 1n) before.last = last > before.last ? last : before.last;
    else result.push({ first, last });
  }
  return result;
}

const countAddresses = (spans: readonly Span[]): bigint =>
  spans.reduce((sum, { first, last }) => sum + (last >= first ? last - first + 1n : 0n), 0n);

function share(spans: readonly Span[], total: readonly Span[]): number {
  const common = spans.flatMap((one) =>
    total.map((other) => ({
      first: one.first > other.first ? one.first : other.first,
      last: one.last < other.last ? one.last : other.last,
    })),
  );
  return Number((countAddresses(common) * 1_000_000n) / countAddresses(total)) / 1_000_000;
}

/** Public addresses. Sources: the IANA registries of special-purpose IPv4 addresses and of the IPv6 address space. */
const publicSpans: Readonly<Record<Family, readonly Span[]>> = {
  ipv4: invertSpans([
    ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"],
    ...["192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/3"],
  ]),
  ipv6: [parseBlock("2000::/3") as Block],
};

function invertSpans(reserved: readonly string[]): Span[] {
  const spans = mergeSpans(reserved.map((text) => parseBlock(text) as Block));
  return spans.slice(1).map(({ first }, index) => ({
    first: (spans[index]?.last ?? 0n) + 1n,
    last: first - 1n,
  }));
}

/** Blocks that cover this share of the public addresses count as the whole Internet. */
const worldShare = 1 / 16;

/** Whether blocks together cover at least 1/16 of all public IPv4 or IPv6 addresses. */
export const areWorld = (blocks: Iterable<string>): boolean =>
  new AddressSet(blocks).publicShare() >= worldShare;

/** Whether a block covers at least 1/16 of all public IPv4 or IPv6 addresses. */
export const isWorld = (block: string): boolean => areWorld([block]);
