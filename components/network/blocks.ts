import { contains, formatIpv4Block, type Ipv4Block, subnet } from "../validation/cidr";

/**
 * How `zones` divides the block of a VPC: 32 parts of equal size, at most a /24 each. A zone that is given by its id
 * has the part of its last letter, whatever other zones there are and in whatever order, so that its vSwitch stays when
 * another zone goes. The first parts are for zones that the cloud chooses: both kinds never overlap.
 */
const layout = { bits: 5, largest: 24, smallest: 29, chosenByCloud: 8 };

/** Zone ids end in a letter that no other zone of the region has: `cn-hangzhou-h`, `us-east-1a`. */
const zoneLetter = /(?:^|[^a-z])([a-x])$/;

/** The part of a zone given by id; undefined when the id does not end in a letter of its own. */
export function partOfZone(zoneId: string): number | undefined {
  const letter = zoneLetter.exec(zoneId)?.[1];
  return letter === undefined ? undefined : layout.chosenByCloud + letter.charCodeAt(0) - "a".charCodeAt(0);
}

/** A part of a VPC's block; undefined when the VPC is too small. */
export function blockOfPart(vpc: Ipv4Block, part: number): string | undefined {
  const prefix = Math.max(layout.largest, vpc.prefix + layout.bits);
  const block = prefix > layout.smallest ? undefined : subnet(vpc, prefix, part);
  return block && contains(vpc, block) ? formatIpv4Block(block) : undefined;
}

/** The smallest VPC that `zones` can divide. */
export const smallestDividedPrefix = layout.smallest - layout.bits;
