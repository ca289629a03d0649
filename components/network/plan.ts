import type * as pulumi from "@pulumi/pulumi";
import type { ComponentDefinition } from "../component/component";
import type { Tags } from "../component/tags";
import {
  contains,
  formatIpv4Block,
  type Ipv4Block,
  overlaps,
  parseIpv4Block,
  subnet,
} from "../validation/cidr";
import { checkDistinct } from "../validation/names";
import type { Problems } from "../validation/problems";
import type { ExistingNetwork, NetworkArgs, VSwitchArgs } from "./args";
import { checkExistingNetwork } from "./existing";
import type { RequiredOffers } from "./zones";

/** A vSwitch with all defaults, except a zone that the cloud selects. */
interface PlannedVSwitch {
  /** Identifies the vSwitch in the network, independent of its position. Part of the child's name. */
  key: string;
  /** Undefined selects, by this vSwitch's index, one of the zones that offer the required products. */
  zoneId: pulumi.Input<string> | undefined;
  cidrBlock: string;
  /** Undefined means IPv4 only. */
  ipv6CidrBlockMask: number | undefined;
  /** Path of the argument that contains the zone. */
  path: string;
}

export interface NetworkPlan {
  existing: ExistingNetwork | undefined;
  /** Block of a new VPC. Empty for an existing one. */
  cidrBlock: string;
  vswitches: PlannedVSwitch[];
  /** Number of vSwitches, including existing ones. */
  vswitchCount: number;
  ipv6: boolean;
  required: RequiredOffers;
  /** Path of the argument with the number of zones. */
  zonesPath: string;
  tags: Tags;
}

export const networkDefinition: ComponentDefinition<NetworkArgs, NetworkPlan> = {
  type: "Network",
  isInNames: true,
  plan: planNetwork,
};

const defaults = { cidrBlock: "172.16.0.0/16", zones: 2 };

/** Prefix lengths: VPC 8 to 28 bits, vSwitch 16 to 29 bits. Source: CreateVpc and CreateVSwitch. */
const prefixLimits = { vpc: { from: 8, to: 28 }, vswitch: { from: 16, to: 29 } };

/** Number of vSwitches. A region has fewer zones. */
const vswitchLimits = { from: 1, to: 8 };

/** Blocks that a VPC cannot have. Source: CidrBlock of CreateVpc. */
const reservedBlocks = ["100.64.0.0/10", "224.0.0.0/4", "127.0.0.0/8", "169.254.0.0/16"];

export function planNetwork(args: NetworkArgs, problems: Problems): NetworkPlan {
  const { existing, ipv6 = false, instanceType, balancer, tags = {} } = args;
  const decided = existing ? planExisting(args, existing, problems) : planNew(args, problems);
  const required = { instanceType, balancer };
  return { existing, ipv6, required, tags, zonesPath: problems.pathTo("zones"), ...decided };
}

type Vswitches = Pick<NetworkPlan, "cidrBlock" | "vswitches" | "vswitchCount">;

function planNew(args: NetworkArgs, problems: Problems): Vswitches {
  const cidrBlock = args.cidrBlock ?? defaults.cidrBlock;
  const vpc = checkVpcBlock(cidrBlock, problems);
  if (args.vswitches !== undefined && args.zones !== undefined) {
    problems.add("zones", "is set together with vswitches.", "Remove one of them.");
  }
  if (args.vswitches !== undefined) checkCount(args.vswitches.length, problems, "vswitches");
  const vswitches = args.vswitches
    ? namedVSwitches(args, args.vswitches, vpc, problems)
    : planVSwitches(args.zones ?? defaults.zones, vpc, args.ipv6 ?? false, problems);
  return { cidrBlock, vswitches, vswitchCount: vswitches.length };
}

/** Only the cloud knows whether new vSwitches are inside an existing VPC and do not overlap existing ones. */
function planExisting(args: NetworkArgs, existing: ExistingNetwork, problems: Problems): Vswitches {
  checkExistingNetwork(args, existing, problems);
  const vswitches = namedVSwitches(args, args.vswitches ?? [], undefined, problems);
  return { cidrBlock: "", vswitches, vswitchCount: vswitches.length + (existing.vswitchIds?.length ?? 0) };
}

/** Plans vSwitches with custom blocks. The first address of its block identifies each. */
function namedVSwitches(
  { ipv6 = false }: NetworkArgs,
  vswitches: readonly VSwitchArgs[],
  vpc: Ipv4Block | undefined,
  problems: Problems,
): PlannedVSwitch[] {
  checkBlocks(vswitches, problems, vpc);
  checkSubnets(vswitches, ipv6, problems);
  return vswitches.map(({ zoneId, cidrBlock, ipv6CidrBlockMask }, index) => ({
    path: problems.pathTo(`vswitches[${index}].zoneId`),
    key: String(cidrBlock).split("/")[0] ?? "",
    zoneId,
    cidrBlock,
    ipv6CidrBlockMask: ipv6 ? ipv6CidrBlockMask : undefined,
  }));
}

function checkSubnets(vswitches: readonly VSwitchArgs[], ipv6: boolean, problems: Problems): void {
  const masks = vswitches.map(({ ipv6CidrBlockMask }) => ipv6CidrBlockMask);
  masks.forEach((mask, index) => {
    const at = `vswitches[${index}].ipv6CidrBlockMask`;
    if (mask === undefined) {
      if (!ipv6) return;
      problems.add(at, "is missing, but ipv6 is true.", "Set it to the number of a free /64: 0 to 255.");
      return;
    }
    if (!ipv6) problems.add(at, "is set, but ipv6 is not true.", "Set ipv6 to true, or remove it.");
    if (ipv6 && masks.indexOf(mask) < index) {
      problems.add(at, `is ${mask}, like that of another vSwitch.`, "Use a different one for each.");
    }
  });
}

function checkVpcBlock(cidrBlock: string, problems: Problems): Ipv4Block | undefined {
  const block = parseIpv4Block(cidrBlock);
  if (!block) {
    problems.add("cidrBlock", `"${cidrBlock}" is not an IPv4 block.`, "Use for example 172.16.0.0/16.");
    return undefined;
  }
  const isReserved = reservedBlocks.some((text) => overlaps(parseIpv4Block(text) as Ipv4Block, block));
  const { from, to } = prefixLimits.vpc;
  if (isReserved || block.prefix < from || block.prefix > to) {
    const hint = `Use a prefix of ${from} to ${to} bits such as 172.16.0.0/16, outside ${reservedBlocks.join(", ")}.`;
    problems.add("cidrBlock", `"${cidrBlock}" cannot be the block of a VPC.`, hint);
    return undefined;
  }
  return block;
}

function checkCount(count: number, problems: Problems, property: string): void {
  const { from, to } = vswitchLimits;
  if (count >= from && count <= to) return;
  problems.add(property, `has ${count} entries.`, `Use ${from} to ${to}, or remove it.`);
}

/** Plans one vSwitch in each zone, with a block that is independent of the other zones. */
function planVSwitches(
  zones: number | pulumi.Input<string>[],
  vpc: Ipv4Block | undefined,
  ipv6: boolean,
  problems: Problems,
): PlannedVSwitch[] {
  const count = typeof zones === "number" ? zones : zones.length;
  if (typeof zones !== "number") {
    checkCount(zones.length, problems, "zones");
    checkDistinct(zones, problems, "zones", "Remove it, or use vswitches for two in one zone.");
  }
  const { from, to } = vswitchLimits;
  if (!vpc || !Number.isInteger(count) || count < from || count > to) return [];
  const parts = typeof zones === "number" ? zonesByNumber(zones) : zonesById(zones, problems);
  return parts.flatMap(({ key, zoneId, part }, index) => {
    const cidrBlock = createPartBlock(vpc, part);
    const path = problems.pathTo(`zones[${index}]`);
    if (cidrBlock) return [{ key, zoneId, cidrBlock, ipv6CidrBlockMask: ipv6 ? part : undefined, path }];
    if (part === parts[0]?.part) {
      const most = layout.smallest - layout.bits;
      const problem = `need a VPC block with a prefix of at most ${most} bits, but it is "${formatIpv4Block(vpc)}".`;
      problems.add("zones", problem, "Use a larger cidrBlock, or vswitches with blocks of your own.");
    }
    return [];
  });
}

/**
 * Division of a VPC's block by `zones`: 32 parts of equal size, at most a /24 each. The last letter of a
 * zone's ID selects its part. The part is independent of other zones and their order, so its vSwitch stays if
 * another zone is removed. The first parts are for zones that the cloud selects, so the two kinds never
 * overlap.
 */
const layout = { bits: 5, largest: 24, smallest: 29, chosenByCloud: 8 };

/** Part of a zone by the last letter of its ID, which is unique in the region: `cn-hangzhou-h`, `us-east-1a`. */
function findZonePart(zoneId: string): number | undefined {
  const letter = /(?:^|[^a-z])([a-x])$/.exec(zoneId)?.[1];
  return letter === undefined ? undefined : layout.chosenByCloud + letter.charCodeAt(0) - "a".charCodeAt(0);
}

/** Block of a part of the VPC. Undefined if the VPC is too small. */
function createPartBlock(vpc: Ipv4Block, part: number): string | undefined {
  const prefix = Math.max(layout.largest, vpc.prefix + layout.bits);
  const block = prefix > layout.smallest ? undefined : subnet(vpc, prefix, part);
  return block && formatIpv4Block(block);
}

/** A zone with the key of its vSwitch and its part of the VPC's block. */
interface ZonePart extends Pick<PlannedVSwitch, "key" | "zoneId"> {
  part: number;
}

/** Zones that the cloud selects. They are unknown in advance, so the key is the number of the vSwitch. */
const zonesByNumber = (count: number): ZonePart[] =>
  Array.from({ length: count }, (_, index) => ({ key: String(index), zoneId: undefined, part: index }));

/** An ID that is an Output cannot identify a vSwitch. Its position in the list does. */
function zonesById(zones: readonly pulumi.Input<string>[], problems: Problems): ZonePart[] {
  return zones.flatMap((zoneId, index): ZonePart[] => {
    if (typeof zoneId !== "string") return [{ key: String(index), zoneId, part: index }];
    const part = findZonePart(zoneId);
    const sibling = zones.find(
      (other, at) =>
        at < index && typeof other === "string" && other !== zoneId && findZonePart(other) === part,
    );
    if (part !== undefined && sibling === undefined) return [{ key: zoneId, zoneId, part }];
    if (zones.indexOf(zoneId) < index) return [];
    const sameLetter = `ends in the same letter as "${sibling}".`;
    const problem = part === undefined ? "does not end in the letter of a zone, a to x." : sameLetter;
    const hint = "Use vswitches, which sets the block of each zone.";
    problems.add(`zones[${index}]`, `"${zoneId}" ${problem}`, hint);
    return [];
  });
}

function checkBlocks(vswitches: readonly VSwitchArgs[], problems: Problems, vpc?: Ipv4Block): void {
  const parsed = vswitches.map(({ cidrBlock: text }, index) => {
    const at = `vswitches[${index}].cidrBlock`;
    const block = parseIpv4Block(text);
    const { from, to } = prefixLimits.vswitch;
    if (!block) problems.add(at, `"${text}" is not an IPv4 block.`, "Use for example 172.16.0.0/24.");
    else if (block.prefix < from || block.prefix > to) {
      problems.add(at, `"${text}" has a prefix of ${block.prefix} bits.`, `Use ${from} to ${to}.`);
    } else if (vpc && !contains(vpc, block)) {
      problems.add(at, `"${text}" is outside the VPC (${formatIpv4Block(vpc)}).`, "Use a block inside it.");
    }
    return block;
  });
  parsed.forEach((block, index) => {
    const other = parsed.slice(0, index).findIndex((earlier) => block && earlier && overlaps(earlier, block));
    if (other === -1) return;
    const [own, theirs] = [vswitches[index]?.cidrBlock, vswitches[other]?.cidrBlock];
    const problem = `"${own}" overlaps "${theirs}" of vswitches[${other}].`;
    problems.add(`vswitches[${index}].cidrBlock`, problem, "Use blocks that do not overlap.");
  });
}
