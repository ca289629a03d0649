import * as pulumi from "@pulumi/pulumi";
import * as alicloud from "../alicloud";
import { overlaps, parseIpv4Block } from "../validation/cidr";
import { knownValue } from "../validation/known";
import { Problems } from "../validation/problems";
import { ProgramError } from "../validation/programError";
import type { NetworkArgs } from "./args";

export type RequiredOffers = Pick<NetworkArgs, "instanceType" | "balancer">;

/** A vSwitch in a listed zone. */
interface NamedVSwitch<ZoneId = string> {
  /** Property path of the zone, such as `zones[1]`. */
  path: string;
  zoneId: ZoneId;
  cidrBlock: string;
}

/** A product with the zones that offer it at present. */
interface Offer {
  thing: string;
  zoneIds: readonly string[];
}

/** Selects zones that offer the required products. Undefined, with a warning, if there are too few. */
export function chooseZones(
  count: number,
  { instanceType, balancer = "clb" }: RequiredOffers,
  path: string,
  network: pulumi.Resource,
): pulumi.Output<string[] | undefined> {
  const invoked = { parent: network };
  const availableResourceCreation = balancer === "clb" ? "Slb" : undefined;
  const availableInstanceType = instanceType || undefined;
  const offering = alicloud.getZonesOutput({ availableResourceCreation, availableInstanceType }, invoked);
  const withAlb = balancer === "alb" ? alicloud.alb.getZonesOutput({}, invoked).ids : undefined;
  return pulumi.all([offering.ids, withAlb, instanceType]).apply(async ([ids, albIds, type]) => {
    const able = ids.filter((id) => albIds?.includes(id) ?? true);
    if (able.length >= count) return able.sort().slice(0, count);
    // A warning only: existing vSwitches do not need the zones, and the program cannot know whether they
    // exist. The engine must have it before the provider rejects a vSwitch without a zone, which ends the run.
    const things = [type, ...(balancer === "none" ? [] : [nameBalancer(balancer)])]
      .filter((thing) => thing !== undefined)
      .join(" and ");
    await pulumi.log.warn(
      `${path}: is ${count}. The zones that offer ${things || "instances"} at present: ` +
        `${able.join(", ") || "none"}. Existing vSwitches keep their zones, but no new one can be created. ` +
        "Use fewer zones or another instanceType.",
      network,
    );
    return undefined;
  });
}

const nameBalancer = (balancer: "clb" | "alb"): string => (balancer === "alb" ? "an ALB" : "a CLB");

/** Reports each listed zone that does not offer a required product, with the zones that do. */
export function checkOffers(
  zones: readonly Pick<NamedVSwitch, "path" | "zoneId">[],
  offers: readonly Offer[],
  problems: Problems,
): void {
  const [first, ...others] = offers;
  if (!first) return;
  const able = first.zoneIds.filter((id) => others.every(({ zoneIds }) => zoneIds.includes(id))).sort();
  const all = offers.map(({ thing }) => thing).join(" and ");
  const hint =
    able.length > 0
      ? `Use one of the zones that offer ${all}: ${able.join(", ")}.`
      : `No zone of the region offers ${all} at present. Use another instanceType.`;
  for (const { path, zoneId } of zones) {
    const lacking = offers.filter(({ zoneIds }) => !zoneIds.includes(zoneId)).map(({ thing }) => thing);
    if (lacking.length === 0) continue;
    problems.add(path, `"${zoneId}" does not offer ${lacking.join(" or ")} at present.`, hint);
  }
}

/**
 * Reports each block that overlaps that of an existing vSwitch, which is deleted only after the new one is
 * created. A block with the same first address is the same vSwitch, which is replaced.
 */
export function checkFreeBlocks(
  wanted: readonly Pick<NamedVSwitch, "path" | "cidrBlock">[],
  present: readonly { id: string; cidrBlock: string }[],
  problems: Problems,
): void {
  for (const { path, cidrBlock } of wanted) {
    const block = parseIpv4Block(cidrBlock);
    const other = present.find(({ cidrBlock: text }) => {
      const other = parseIpv4Block(text);
      return block && other && other.first !== block.first && overlaps(other, block);
    });
    if (!other) continue;
    const problem = `"${cidrBlock}" overlaps "${other.cidrBlock}" of ${other.id} in the VPC.`;
    const hint = "Use a free block, or first remove that vSwitch in a separate update.";
    problems.add(path.replace(/zoneId$/, "cidrBlock"), problem, hint);
  }
}

/**
 * Checks whether the zones of new vSwitches offer the required products. Skips vSwitches that the VPC already
 * has, so a zone that stops offering a product blocks no update. A VPC with an unknown ID is new.
 *
 * @throws RunError that lists each zone that does not, also at preview
 */
export async function checkZones(
  vswitches: readonly NamedVSwitch<pulumi.Input<string>>[],
  wanted: RequiredOffers,
  vpcId: pulumi.Input<string>,
  network: pulumi.Resource,
): Promise<void> {
  const checkable: NamedVSwitch[] = [];
  for (const { zoneId, ...vswitch } of vswitches) {
    const id = await knownValue(zoneId);
    if (id !== undefined) checkable.push({ ...vswitch, zoneId: id });
  }
  const problems = new Problems();
  try {
    const vpc = await knownValue(vpcId);
    const { vswitches: present } =
      vpc === undefined
        ? { vswitches: [] }
        : await alicloud.vpc.getSwitches({ vpcId: vpc }, { parent: network });
    const there = new Set(present.map(({ zoneId, cidrBlock }) => `${zoneId} ${cidrBlock}`));
    const fresh = checkable.filter(({ cidrBlock, zoneId }) => !there.has(`${zoneId} ${cidrBlock}`));
    checkFreeBlocks(fresh, present, problems);
    if (fresh.length > 0) checkOffers(fresh, await listOffers(wanted, network), problems);
  } catch (failure) {
    // Permission to create instances does not imply permission to list the offers.
    const paths = checkable.map(({ path }) => path).join(", ");
    pulumi.log.warn(`${paths}: the offers of the zones could not be checked. ${failure}`, network);
  }
  if (problems.list.length === 0) return;
  const lines = problems.list.map(({ path, problem, hint }) => `${path}: ${problem} ${hint}`);
  throw new ProgramError(lines.join("\n"));
}

async function listOffers(
  { instanceType, balancer = "clb" }: RequiredOffers,
  network: pulumi.Resource,
): Promise<readonly Offer[]> {
  const invoked = { parent: network };
  const type = instanceType === undefined ? undefined : await knownValue(instanceType);
  const requests: [thing: string, zones: Promise<{ ids: string[] }>][] = [];
  if (type) requests.push([type, alicloud.getZones({ availableInstanceType: type }, invoked)]);
  if (balancer === "clb") {
    requests.push([nameBalancer(balancer), alicloud.getZones({ availableResourceCreation: "Slb" }, invoked)]);
  }
  if (balancer === "alb") requests.push([nameBalancer(balancer), alicloud.alb.getZones({}, invoked)]);
  return Promise.all(requests.map(async ([thing, offer]) => ({ thing, zoneIds: (await offer).ids })));
}
