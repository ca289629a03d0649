import ipaddr from "ipaddr.js";

type Family = "ipv4" | "ipv6";

/** Addresses of one family from the first to the last, both included. */
interface Span {
  readonly first: bigint;
  readonly last: bigint;
}

interface Block extends Span {
  readonly family: Family;
}

const widths: Readonly<Record<Family, bigint>> = { ipv4: 32n, ipv6: 128n };

/** A CIDR block or a single address in any spelling; undefined for anything else. */
function blockOf(text: string): Block | undefined {
  const spelled = text.trim();
  try {
    const [address, prefix] = spelled.includes("/")
      ? ipaddr.parseCIDR(spelled)
      : ([ipaddr.parse(spelled), undefined] as const);
    // IPv4 written as IPv6 is IPv4.
    if (address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() && (prefix ?? 128) >= 96) {
      return spanned(address.toIPv4Address(), prefix === undefined ? prefix : prefix - 96);
    }
    return spanned(address, prefix);
  } catch {
    return undefined;
  }
}

function spanned(address: ipaddr.IPv4 | ipaddr.IPv6, prefix?: number): Block {
  const family = address.kind();
  const free = prefix === undefined ? 0n : widths[family] - BigInt(prefix);
  const number = address.toByteArray().reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  const first = (number >> free) << free;
  return { family, first, last: first + (1n << free) - 1n };
}

/** Addresses of many blocks, to be asked often: each block is read once. What is no block is passed over. */
export class Addresses {
  private readonly spans: Readonly<Record<Family, readonly Span[]>>;

  constructor(texts: Iterable<string>) {
    const blocks = [...new Set(texts)].flatMap((text) => blockOf(text) ?? []);
    const of = (family: Family) => merged(blocks.filter((block) => block.family === family));
    this.spans = { ipv4: of("ipv4"), ipv6: of("ipv6") };
  }

  /** Whether every address of a block, or the address, is among them. */
  hold(text: string): boolean {
    const block = blockOf(text);
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

  /** How much of the public addresses of IPv4 or IPv6 they are, whichever is more: from 0 to 1. */
  publicShare(): number {
    return Math.max(...(["ipv4", "ipv6"] as const).map((family) => share(this.spans[family], open[family])));
  }
}

/** Together they leave nothing out between the first and the last address. */
function merged(spans: readonly Span[]): Span[] {
  const found: { first: bigint; last: bigint }[] = [];
  for (const { first, last } of [...spans].sort((one, other) => (one.first < other.first ? -1 : 1))) {
    const before = found.at(-1);
    if (before && first <= before.last + 1n) before.last = last > before.last ? last : before.last;
    else found.push({ first, last });
  }
  return found;
}

const sizeOf = (spans: readonly Span[]): bigint =>
  spans.reduce((sum, { first, last }) => sum + (last >= first ? last - first + 1n : 0n), 0n);

function share(spans: readonly Span[], of: readonly Span[]): number {
  const common = spans.flatMap((one) =>
    of.map((other) => ({
      first: one.first > other.first ? one.first : other.first,
      last: one.last < other.last ? one.last : other.last,
    })),
  );
  return Number((sizeOf(common) * 1_000_000n) / sizeOf(of)) / 1_000_000;
}

/** Public addresses. Sources: the IANA registries of special-purpose IPv4 addresses and of the IPv6 address space. */
const open: Readonly<Record<Family, readonly Span[]>> = {
  ipv4: between([
    ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"],
    ...["192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/3"],
  ]),
  ipv6: [blockOf("2000::/3") as Block],
};

function between(closed: readonly string[]): Span[] {
  const spans = merged(closed.map((text) => blockOf(text) as Block));
  return spans.slice(1).map(({ first }, index) => ({
    first: (spans[index]?.last ?? 0n) + 1n,
    last: first - 1n,
  }));
}

/** From which part of the public addresses on a block is as good as the Internet. */
const much = 1 / 16;

/** Whether blocks are together a sixteenth of all public IPv4 or IPv6 addresses or more, however they are written. */
export const areWorld = (blocks: Iterable<string>): boolean => new Addresses(blocks).publicShare() >= much;

/** Whether a block is a sixteenth of all public IPv4 or IPv6 addresses or more, however it is written. */
export const isWorld = (block: string): boolean => areWorld([block]);
