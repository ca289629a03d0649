import { contains, formatIpv4Block, type Ipv4Block, subnet } from "../validation/cidr";

/**
 * Division of a VPC's block by `zones`: 32 parts of equal size, at most a /24 each. The last letter of a
 * zone's ID selects its part. The part is independent of other zones and their order, so its vSwitch stays if
 * another zone is removed. The first parts are for zones that the cloud selects, so the two kinds never
 * overlap.
 */
const layout = { bits: 5, largest: 24, smallest: 29, chosenByCloud: 8 };

/** Zone IDs end with a letter that is unique in the region: `cn-hangzhou-h`, `us-east-1a`. */
const zoneLetter = /(?:^|[^a-z])([a-x])$/;

/** Part of a zone, by its ID. Undefined if the ID does not end with such a letter. */
export function findZonePart(zoneId: string): number | undefined {
  const letter = zoneLetter.exec(zoneId)?.[1];
  return letter === undefined ? undefined : layout.chosenByCloud + letter.charCodeAt(0) - "a".charCodeAt(0);
}

/** Block of a part of the VPC. Undefined if the VPC is too small. */
export function createPartBlock(vpc: Ipv4Block, part: number): string | undefined {
  const prefix = Math.max(layout.largest, vpc.prefix + layout.bits);
  const block = prefix > layout.smallest ? undefined : subnet(vpc, prefix, part);
  return block && contains(vpc, block) ? formatIpv4Block(block) : undefined;
}

/** Prefix length of the smallest VPC that `zones` can divide. */
export const smallestDividedPrefix = layout.smallest - layout.bits;
