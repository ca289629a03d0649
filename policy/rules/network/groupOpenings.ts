import { addToList } from "../../core/lists";
import { resolveReference } from "../../core/reference";
import type { Stack, StackResource } from "../../core/stack";
import { hasUnknown, isUnknown } from "../../core/values";
import type { Opening } from "./combinedOpenings";
import { addressProperties, allowsTraffic, groupRuleType, prefixListType, trafficReads } from "./groupRules";
import { parsePorts } from "./ports";
import { listCidrs } from "./prefixLists";

const groupType = "alicloud:ecs/securityGroup:SecurityGroup";

/** Properties that determine which traffic the rules of a security group allow together. */
export const groupOpeningReads: Readonly<Record<string, readonly string[]>> = {
  [groupRuleType]: [...trafficReads, "securityGroupId", "prefixListId", ...addressProperties],
  [prefixListType]: ["entries[].cidr"],
  [groupType]: [],
};

/** Traffic that a security group rule allows. */
export interface RuleOpening extends Opening {
  readonly rule: StackResource;
}

/** Traffic of one protocol that the rules of a security group allow. */
export interface GroupOpenings {
  /** The security group, or the first rule of a group of another stack. */
  readonly resource: StackResource;
  readonly protocol: string;
  readonly openings: readonly RuleOpening[];
}

/**
 * Groups allowed traffic by security group and protocol. A rule whose group is unknown counts for each group, because it
 * may belong to it.
 */
export function findGroupOpenings(stack: Stack, direction: "ingress" | "egress"): GroupOpenings[] {
  const byGroup = new Map<StackResource | string, StackResource[]>();
  const open: StackResource[] = [];
  for (const rule of stack.ofType(groupRuleType).filter((each) => allowsTraffic(each, direction))) {
    const { isCertain, targets } = resolveReference(stack, rule, "securityGroupId", { [groupType]: ["id"] });
    const group = isCertain ? (targets[0] ?? rule.get("securityGroupId")) : undefined;
    if (group === undefined || isUnknown(group)) open.push(rule);
    else addToList(byGroup, group as StackResource | string, rule);
  }
  return [...byGroup].flatMap(([group, rules]) => {
    const [first] = rules;
    const resource = typeof group === "string" ? first : group;
    const all = [
      ...rules.map((rule) => ({ rule, isMember: true })),
      ...open.map((rule) => ({ rule, isMember: false })),
    ];
    return resource && all.length > 1 ? createGroupOpenings(stack, resource, all) : [];
  });
}

interface Member {
  readonly rule: StackResource;
  /** Whether the rule certainly belongs to the group. */
  readonly isMember: boolean;
}

function createGroupOpenings(
  stack: Stack,
  resource: StackResource,
  members: readonly Member[],
): GroupOpenings[] {
  const known = members.map(({ rule }) => rule.get("ipProtocol")).filter((it) => typeof it === "string");
  return [...new Set(known)].map((protocol) => ({
    resource,
    protocol,
    openings: members
      .filter(({ rule }) => [protocol, "all"].includes(String(rule.get("ipProtocol"))) || isOpen(rule))
      .flatMap(({ rule, isMember }) => findRuleOpenings(stack, rule, isMember)),
  }));
}

const isOpen = (rule: StackResource): boolean => isUnknown(rule.get("ipProtocol"));

function findRuleOpenings(stack: Stack, rule: StackResource, isMember: boolean): RuleOpening[] {
  const isCertain = isMember && !hasUnknown(trafficReads.map((path) => rule.get(path)));
  const isAll = rule.get("ipProtocol") === "all";
  const ports = parsePorts(isAll || isUnknown(rule.get("portRange")) ? undefined : rule.get("portRange"));
  const lists = stack.findReferenced(rule, "prefixListId", prefixListType);
  const blocks = [
    ...addressProperties.map((property) => rule.get(property)),
    // Prefix lists of other stacks are not evaluated here.
    ...lists.flatMap(listCidrs),
  ].filter((block) => isUnknown(block) || (typeof block === "string" && block !== ""));
  return blocks.map((block) => ({
    rule,
    ports,
    block: isCertain && typeof block === "string" ? block : undefined,
  }));
}
