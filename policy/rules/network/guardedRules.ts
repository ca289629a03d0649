import type { Scope } from "../../core/rule";
import type { Stack, StackResource } from "../../core/stack";
import { collectStrings, hasUnknown } from "../../core/values";
import { explainUncertainty } from "../backEndTypes";
import { ecsType, findBackEnds, gatewayBackEndReads } from "../instance/backEnds";
import { ScalingGroups, scalingConfigurationType, scalingGroupType } from "../instance/scalingGroups";
import { groupRuleType } from "./groupRules";

const groupType = "alicloud:ecs/securityGroup:SecurityGroup";

/** Properties that determine which security group rules protect back ends of the gateway. */
export const guardedRuleReads: Readonly<Record<string, readonly string[]>> = {
  ...gatewayBackEndReads,
  [ecsType]: [...(gatewayBackEndReads[ecsType] ?? []), "securityGroups"],
  [scalingConfigurationType]: [
    ...(gatewayBackEndReads[scalingConfigurationType] ?? []),
    ...["securityGroupId", "securityGroupIds"],
  ],
  [groupType]: [],
  [groupRuleType]: ["securityGroupId"],
};

/** Whether a security group certainly belongs to a back end, or why that is uncertain. */
interface Guard {
  readonly isCertain: boolean;
  readonly reason: string;
}

interface Guards {
  /** By security group of the stack, and by ID. */
  readonly byGroup: ReadonlyMap<StackResource | string, Guard>;
  /** For all other groups, while the groups of a back end are unknown. */
  readonly ofOthers: Guard | undefined;
}

function findGuards(stack: Stack): Guards {
  const byGroup = new Map<StackResource | string, Guard>();
  let ofOthers: Guard | undefined;
  const scalingGroups = new ScalingGroups(stack);
  for (const [instance, source] of findBackEnds(stack, scalingGroups)) {
    const properties = listGroupProperties(instance, scalingGroups);
    if (properties.length === 0)
      ofOthers = {
        isCertain: false,
        reason: `the scaling configuration of ${instance.name} is not in this stack`,
      };
    for (const [holder, property] of properties) {
      const ids = holder.get(property);
      const sources = holder.dependencies(property).filter(({ type }) => type === groupType);
      for (const group of [...sources, ...collectStrings(ids)]) {
        if (!byGroup.get(group)?.isCertain)
          byGroup.set(group, { isCertain: source.isCertain, reason: explainUncertainty(source) });
      }
      if (hasUnknown(ids) && sources.length === 0)
        ofOthers = {
          isCertain: false,
          reason: `the security groups of ${holder.name} are unknown at preview`,
        };
    }
  }
  return { byGroup, ofOthers };
}

/** Lists the properties with the security groups of an instance, or of the instances of a scaling group. */
function listGroupProperties(
  instance: StackResource,
  scalingGroups: ScalingGroups,
): readonly (readonly [holder: StackResource, property: string])[] {
  if (instance.type !== scalingGroupType) return [[instance, "securityGroups"]];
  return scalingGroups
    .findConfigurations(instance)
    .flatMap((configuration) =>
      ["securityGroupId", "securityGroupIds"].map((property) => [configuration, property] as const),
    );
}

/** Finds the rules of security groups that belong or may belong to back ends of the gateway. */
export function findGuardedRules(stack: Stack) {
  const { byGroup, ofOthers } = findGuards(stack);
  return stack.ofType(groupRuleType).flatMap((rule) => {
    const id = rule.get("securityGroupId");
    const sources = rule.dependencies("securityGroupId").filter(({ type }) => type === groupType);
    const groups = typeof id === "string" ? [id, ...sources] : sources;
    const mayMatchAny = byGroup.size > 0 && groups.length === 0;
    const open = mayMatchAny
      ? { isCertain: false, reason: "securityGroupId is unknown at preview" }
      : ofOthers;
    const [guard = open] = groups.flatMap((group) => byGroup.get(group) ?? []);
    return guard ? { rule, ...guard } : [];
  });
}

/** Security groups and rules of back ends of the gateway. */
export const guardedRules: Scope = {
  reads: guardedRuleReads,
  find(stack) {
    const { byGroup } = findGuards(stack);
    const groups = [...byGroup].flatMap(([group, guard]) =>
      typeof group === "string" ? [] : [{ resource: group, ...guard }],
    );
    const rules = findGuardedRules(stack).map(({ rule, ...guard }) => ({ resource: rule, ...guard }));
    return new Map(
      [...groups, ...rules].map(({ resource, isCertain, reason }) => [resource.urn, isCertain || reason]),
    );
  },
};
