import type * as pulumi from "@pulumi/pulumi";
import { claimName, findOriginal } from "../../component/claims";
import type { ComponentDefinition, WithDefaults } from "../../component/component";
import { checkName } from "../../validation/names";
import type { Problems } from "../../validation/problems";
import type { ApiGroupArgs, VpcApiGroupArgs } from "./args";

/** Gateway instance of a group that does not set one. */
export const sharedInstanceId = "api-shared-vpc-001";

/** An undefined `vpcIntranetEnable` leaves the decision to the provider. */
export type ApiGroupPlan = WithDefaults<ApiGroupArgs, "vpcIntranetEnable">;

export const apiGroupDefinition: ComponentDefinition<ApiGroupArgs, ApiGroupPlan> = {
  type: "ApiGroup",
  plan: planApiGroup,
  claims: ({ groupName }) => [claimName("group", "groupName", groupName)],
};

export function planApiGroup(args: VpcApiGroupArgs, problems: Problems): ApiGroupPlan {
  const { groupName, basePath = "/" } = args;
  checkName("group", groupName, problems, "groupName");
  if (!/^\/$|^(\/(?!\.\.?(\/|$))[\w\-.]+)+$/.test(basePath)) {
    const hint = "Use / or for example /shop, without a slash at the end.";
    problems.add("basePath", `"${basePath}" is not a base path.`, hint);
  }
  return { description: "", instanceId: sharedInstanceId, ...args, basePath };
}

interface GroupPlace {
  basePath: string;
  instanceId: pulumi.Input<string>;
}

const places = new WeakMap<object, GroupPlace>();

/** Registers the place of a group, for components that receive only its ID, before the group exists. */
export function declareGroupPlace(groupId: pulumi.Output<string>, place: GroupPlace): void {
  places.set(groupId, place);
}

/** Returns the place of a group of this program. Undefined for an existing group. */
export const findGroupPlace = (groupId: pulumi.Input<string>): GroupPlace | undefined =>
  typeof groupId === "string" ? undefined : places.get(findOriginal(groupId) as object);
