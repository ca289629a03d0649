import * as pulumi from "@pulumi/pulumi";
import * as alicloud from "../alicloud";
import { childName } from "../component/childNames";
import { childOptions } from "../component/children";
import { checkDistinct, checkId } from "../validation/names";
import type { Problems } from "../validation/problems";
import { ProgramError } from "../validation/programError";
import type { ExistingNetwork, NetworkArgs } from "./args";

export function checkExistingNetwork(args: NetworkArgs, existing: ExistingNetwork, problems: Problems): void {
  if (args.cidrBlock !== undefined) {
    problems.add("cidrBlock", "is set together with existing.", "Remove it: the VPC has a block.");
  }
  if (args.zones !== undefined) {
    const hint = "List existing vSwitches in existing.vswitchIds, and new ones in vswitches.";
    problems.add("zones", "is set together with existing.", hint);
  }
  checkId("VPC", existing.vpcId, problems, "existing.vpcId");
  const ids = existing.vswitchIds ?? [];
  if (ids.length > 8) problems.add("existing.vswitchIds", `has ${ids.length} IDs.`, "Use at most 8.");
  ids.forEach((id, index) => {
    checkId("vSwitch", id, problems, `existing.vswitchIds[${index}]`);
  });
  checkDistinct(ids, problems, "existing.vswitchIds");
}

/** Looks up the VPC. The preview fails if it does not exist. */
export function lookUpVpc({ vpcId }: ExistingNetwork, parent: pulumi.Resource): alicloud.vpc.Network {
  return alicloud.vpc.Network.get(
    childName(parent, "vpc", "vpc"),
    vpcId,
    undefined,
    childOptions(parent, "vpc"),
  );
}

export const existingKeys = ({ vswitchIds = [] }: Partial<ExistingNetwork> = {}): string[] =>
  vswitchIds.map((id, index) => (typeof id === "string" ? id : `existing-${index}`));

/** Looks up the vSwitches, in the order of their IDs. The preview fails if one does not exist. */
export function lookUpVSwitches(existing: ExistingNetwork, parent: pulumi.Resource): alicloud.vpc.Switch[] {
  const keys = existingKeys(existing);
  const options = childOptions(parent, "vswitch");
  return (existing.vswitchIds ?? []).map((id, index) =>
    alicloud.vpc.Switch.get(childName(parent, "vswitch", `vswitch-${keys[index]}`), id, undefined, options),
  );
}

/** ID of the VPC, after checking that it contains the vSwitches and, if required, that all have IPv6 blocks. */
export function resolveVpcId(
  vpc: alicloud.vpc.Network,
  vswitches: readonly alicloud.vpc.Switch[],
  ipv6: boolean,
): pulumi.Output<string> {
  const places = pulumi.all(vswitches.map(({ id, vpcId, ipv6CidrBlock }) => ({ id, vpcId, ipv6CidrBlock })));
  return pulumi.all([vpc.id, vpc.ipv6CidrBlock, places]).apply(([vpcId, ipv6CidrBlock, vswitches]) => {
    if (ipv6) checkIpv6Blocks([{ id: vpcId, ipv6CidrBlock }, ...vswitches]);
    return checkPlaces(vpcId, vswitches);
  });
}

/** @throws RunError if a VPC or vSwitch has no IPv6 block */
export function checkIpv6Blocks(places: readonly { id: string; ipv6CidrBlock?: string }[]): void {
  const without = places.find(({ ipv6CidrBlock }) => !ipv6CidrBlock);
  if (!without) return;
  throw new ProgramError(
    `ipv6: ${without.id} has no IPv6 block. Enable IPv6 for it, or remove ipv6: the component does not change existing resources.`,
  );
}

/** Returns the ID of the VPC. @throws RunError if a vSwitch is in another VPC */
export function checkPlaces(vpcId: string, vswitches: readonly { id: string; vpcId: string }[]): string {
  const stray = vswitches.find((vswitch) => vswitch.vpcId !== vpcId);
  if (!stray) return vpcId;
  throw new ProgramError(
    `existing.vswitchIds: ${stray.id} is in ${stray.vpcId}, not in ${vpcId}. Use vSwitches of that VPC.`,
  );
}
