import ipaddr from "ipaddr.js";
import { memoize } from "../memoize";

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Block = readonly [network: Address, bits: number];

/** Undefined for a text that is not an address. */
const readAddress = memoize((text): Address | undefined =>
  ipaddr.isValid(text) ? ipaddr.process(text) : undefined,
);

/** The block of a text. A single address is a block of one. Undefined for any other text. */
const readBlock = memoize((text): Block | undefined => {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  const address = readAddress(text);
  return address && [address, address.kind() === "ipv4" ? 32 : 128];
});

/**
 * Whether an address is in a CIDR block or equals a single address. Returns false for an address of the other family
 * and for a text that is not a block.
 */
export function inCidr(address: string, cidr: string): boolean {
  const parsed = readAddress(address);
  const block = readBlock(cidr);
  if (!parsed || !block) return false;
  const [network, bits] = block;
  return network.kind() === parsed.kind() && parsed.match(network, bits);
}

/** Whether a port is in the range of a security group rule: `80/80`, `1/65535`, `-1/-1` for all. */
export function inPortRange(port: number, range: string): boolean {
  if (range === "-1/-1") return true;
  const match = /^(\d+)\/(\d+)$/.exec(range);
  return match !== null && Number(match[1]) <= port && port <= Number(match[2]);
}

/** Whether a text is an IPv6 address or block. */
export const isIpv6 = (text: string): boolean => text.includes(":");

/** The first address after the network address of a CIDR block. For an IPv4 `/32` or `/31`, the first address. */
export const firstUsableAddress = memoize((cidr: string): string => {
  if (isIpv6(cidr)) {
    const { parts } = ipaddr.IPv6.networkAddressFromCIDR(cidr);
    return new ipaddr.IPv6([...parts.slice(0, 7), (parts[7] ?? 0) + 1]).toString();
  }
  const network = ipaddr.IPv4.networkAddressFromCIDR(cidr);
  const [, bits] = ipaddr.IPv4.parseCIDR(cidr);
  if (bits >= 31) return network.toString();
  const [a = 0, b = 0, c = 0, d = 0] = network.octets;
  // The network address of a block of four or more addresses ends in an even number, so the addition cannot overflow.
  return new ipaddr.IPv4([a, b, c, d + 1]).toString();
});

/** Source address of a local CLB's layer-7 listeners. Real ones use 100.64.0.0/10 too (CLB documentation). */
export const CLB_ADDRESS = "100.64.0.1";
