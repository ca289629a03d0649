import type * as pulumi from "@pulumi/pulumi";
import type { ComponentDefinition } from "../../component/component";
import { checkDescription, checkName } from "../../validation/names";
import type { Problems } from "../../validation/problems";
import { sharedInstanceId } from "../instance/sharedInstance";
import type { ApiGroupArgs, VpcApiGroupArgs } from "./args";

export interface ApiGroupPlan {
  groupName: string;
  basePath: string;
  description: string;
  instanceId: pulumi.Input<string>;
  /** Undefined leaves the decision to the provider. */
  vpcIntranetEnable: boolean | undefined;
}

export const apiGroupDefinition: ComponentDefinition<ApiGroupArgs, ApiGroupPlan> = {
  type: "ApiGroup",
  plan: planApiGroup,
  claims: ({ groupName }) => [
    { kind: "group", value: [groupName], property: "groupName", words: `"${groupName}"` },
  ],
};

/** Plans an API group. */
export function planApiGroup(args: VpcApiGroupArgs, problems: Problems): ApiGroupPlan {
  const {
    groupName,
    basePath = "/",
    description = "",
    instanceId = sharedInstanceId,
    vpcIntranetEnable,
  } = args;
  checkName("group", groupName, problems, "groupName");
  checkDescription(description, problems);
  if (!/^\/$|^(\/(?!\.\.?(\/|$))[\w\-.]+)+$/.test(basePath)) {
    problems.add(
      "basePath",
      `"${basePath}" is not a base path.`,
      "Use / or for example /shop, without a slash at the end.",
    );
  }
  return { groupName, basePath, description, instanceId, vpcIntranetEnable };
}
