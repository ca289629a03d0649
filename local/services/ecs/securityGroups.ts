import type { SecurityGroup } from "../../store/model";
import { type Call, ecsOperation, inScope } from "../common/call";
import { newResourceId } from "../common/ids";
import { nextToken, pageFields, paging, takePage, tokenPage, tokenPaging } from "../common/paging";
import { checkResourceGroup } from "../common/resourceGroups";
import { createTags, hasTags, tagKeyValueTags, tagParameter } from "../common/tags";
import { isoSeconds } from "../common/times";
import { ensureDefaultVpc } from "../vpc/vpcs";
import { nameMatches } from "./catalogueOperations";
import { ecsError } from "./errors";
import { describeRule } from "./rules";

const groupId = { type: "string", required: true } as const;
const nameParameter = {
  type: "string",
  maxLength: 128,
  pattern: /^(?!https?:\/\/)\p{L}[\p{L}\p{N}:_.-]+$/u,
  form: "2 to 128 letters, digits, colons, underscores, periods, hyphens, a letter first",
} as const;
const descriptionParameter = { type: "string", maxLength: 256 } as const;

/** Finds a security group by ID in any region. */
export function findSecurityGroup(call: Call, id: string): SecurityGroup {
  const group = call.store.securityGroups.get(id);
  if (!group) throw ecsError("InvalidSecurityGroupId.NotFound", id);
  return group;
}

function describeGroup(call: Call, group: SecurityGroup) {
  const members = call.store.instances.filter(({ securityGroupIds }) =>
    securityGroupIds.includes(group.id),
  ).length;
  return {
    SecurityGroupId: group.id,
    SecurityGroupName: group.name,
    SecurityGroupType: group.type,
    Description: group.description,
    VpcId: group.vpcId,
    ResourceGroupId: group.resourceGroupId,
    CreationTime: group.createdTime,
    EcsCount: members,
    RuleCount: group.rules.length,
    GroupToGroupRuleCount: group.rules.filter(({ groupId }) => groupId !== "").length,
    ServiceManaged: false,
    Tags: { Tag: tagKeyValueTags(group.tags) },
  };
}

export const securityGroups = [
  ecsOperation({
    action: "CreateSecurityGroup",
    parameters: {
      /** Default: the default VPC of the region. */
      VpcId: { type: "string" },
      SecurityGroupName: nameParameter,
      SecurityGroupType: { type: "string", enum: ["normal", "enterprise"] },
      Description: descriptionParameter,
      ResourceGroupId: { type: "string" },
      ClientToken: { type: "string", maxLength: 64 },
      Tag: tagParameter,
    },
    handle(call, p) {
      const vpc = p.VpcId ? call.store.vpcs.get(p.VpcId) : ensureDefaultVpc(call);
      if (!vpc) throw ecsError("InvalidVpcId.NotFound", p.VpcId);
      const group = call.store.securityGroups.put({
        id: newResourceId("sg", vpc.regionId),
        regionId: vpc.regionId,
        createdTime: isoSeconds(call.cloud.clock()),
        tags: createTags(p.Tag),
        name: p.SecurityGroupName ?? "",
        description: p.Description ?? "",
        vpcId: vpc.id,
        type: p.SecurityGroupType ?? "normal",
        innerAccessPolicy: p.SecurityGroupType === "enterprise" ? "Drop" : "Accept",
        resourceGroupId: checkResourceGroup(call, p.ResourceGroupId),
        rules: [],
      });
      return { SecurityGroupId: group.id };
    },
  }),
  ecsOperation({
    action: "DescribeSecurityGroups",
    parameters: {
      SecurityGroupId: { type: "string" },
      SecurityGroupIds: { type: "jsonStrings", max: 100 },
      SecurityGroupName: { type: "string" },
      SecurityGroupType: { type: "string", enum: ["normal", "enterprise"] },
      VpcId: { type: "string" },
      NetworkType: { type: "string", enum: ["vpc", "classic"] },
      FuzzyQuery: { type: "boolean" },
      IsQueryEcsCount: { type: "boolean" },
      ServiceManaged: { type: "boolean" },
      ResourceGroupId: { type: "string" },
      DryRun: { type: "boolean", implemented: [false] },
      Tag: tagParameter,
      ...tokenPaging,
      ...paging,
    },
    handle(call, p) {
      const found = call.store.securityGroups.filter(
        (group) =>
          inScope(call, group) &&
          (!p.SecurityGroupId || group.id === p.SecurityGroupId) &&
          (!p.SecurityGroupIds || p.SecurityGroupIds.includes(group.id)) &&
          (!p.SecurityGroupName ||
            (p.FuzzyQuery
              ? nameMatches(p.SecurityGroupName, group.name)
              : group.name === p.SecurityGroupName)) &&
          p.NetworkType !== "classic" &&
          !p.ServiceManaged &&
          (!p.SecurityGroupType || group.type === p.SecurityGroupType) &&
          (!p.VpcId || group.vpcId === p.VpcId) &&
          (!p.ResourceGroupId || group.resourceGroupId === p.ResourceGroupId) &&
          hasTags(group, p.Tag),
      );
      const page = takePage(found, tokenPage(p));
      const rows = page.items.map((group) => describeGroup(call, group));
      return {
        ...pageFields(page),
        RegionId: call.regionId,
        NextToken: nextToken(page, p),
        SecurityGroups: { SecurityGroup: rows },
      };
    },
  }),
  ecsOperation({
    action: "DescribeSecurityGroupAttribute",
    parameters: {
      SecurityGroupId: groupId,
      Direction: { type: "string", enum: ["ingress", "egress", "all"] },
      // Ignored: there is only one network type, and the Terraform provider sends "<nil>" here.
      NicType: { type: "string" },
    },
    handle(call, p) {
      const group = findSecurityGroup(call, p.SecurityGroupId);
      const direction = p.Direction ?? "all";
      const rules = group.rules.filter((rule) => direction === "all" || rule.direction === direction);
      return {
        SecurityGroupId: group.id,
        SecurityGroupName: group.name,
        Description: group.description,
        InnerAccessPolicy: group.innerAccessPolicy,
        RegionId: group.regionId,
        VpcId: group.vpcId,
        NextToken: "",
        Permissions: { Permission: rules.map((rule) => describeRule(call, rule)) },
        SnapshotPolicyIds: { SnapshotPolicyId: [] },
      };
    },
  }),
  ecsOperation({
    action: "ModifySecurityGroupAttribute",
    parameters: {
      SecurityGroupId: groupId,
      SecurityGroupName: nameParameter,
      Description: descriptionParameter,
    },
    handle(call, p) {
      const group = findSecurityGroup(call, p.SecurityGroupId);
      group.name = p.SecurityGroupName ?? group.name;
      group.description = p.Description ?? group.description;
      return {};
    },
  }),
  ecsOperation({
    action: "ModifySecurityGroupPolicy",
    parameters: {
      SecurityGroupId: groupId,
      InnerAccessPolicy: { type: "string", enum: ["Accept", "Drop", "accept", "drop"], required: true },
      ClientToken: { type: "string" },
    },
    handle(call, p) {
      const group = findSecurityGroup(call, p.SecurityGroupId);
      group.innerAccessPolicy = p.InnerAccessPolicy.toLowerCase() === "accept" ? "Accept" : "Drop";
      return {};
    },
  }),
  ecsOperation({
    action: "DeleteSecurityGroup",
    parameters: { SecurityGroupId: groupId },
    handle(call, p) {
      const group = findSecurityGroup(call, p.SecurityGroupId);
      const user =
        call.store.instances.find(({ securityGroupIds }) => securityGroupIds.includes(group.id)) ??
        call.store.networkInterfaces.find(({ securityGroupIds }) => securityGroupIds.includes(group.id)) ??
        call.store.albLoadBalancers.find(({ securityGroupIds }) =>
          (securityGroupIds ?? []).includes(group.id),
        ) ??
        call.store.securityGroups.find(
          (other) => other.id !== group.id && other.rules.some((rule) => rule.groupId === group.id),
        );
      if (user) throw ecsError("DependencyViolation", group.id, user.id);
      call.store.securityGroups.delete(group.id);
      return {};
    },
  }),
];
