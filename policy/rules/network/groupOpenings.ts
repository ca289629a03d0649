import { hasUnknown, isUnknown } from "../../core/facts";
import { referenceOf } from "../../core/reference";
import type { Node, Stack } from "../../core/stack";
import { addressProperties, groupRuleType, letsThrough, opennessReads, prefixListType } from "./groupRules";
import { portsOf } from "./ports";
import { entriesOf } from "./prefixLists";
import type { Opening } from "./together";

const groupType = "alicloud:ecs/securityGroup:SecurityGroup";

/** What is read to tell what the rules of a security group let through together. */
export const groupOpeningReads: Readonly<Record<string, readonly string[]>> = {
  [groupRuleType]: [...opennessReads, "securityGroupId", "prefixListId", ...addressProperties],
  [prefixListType]: ["entries[].cidr"],
  [groupType]: [],
};

/** What a rule of a security group lets through. */
export interface RuleOpening extends Opening {
  readonly rule: Node;
}

/** What the rules of one security group let through of one protocol. */
export interface GroupOpenings {
  /** The group, or the first rule of one that another stack made. */
  readonly resource: Node;
  readonly protocol: string;
  readonly openings: readonly RuleOpening[];
}

/**
 * What is let through in a direction, by security group and protocol. A rule of a group that is not known yet is of
 * each: it may be.
 */
export function groupOpeningsIn(stack: Stack, direction: "ingress" | "egress"): GroupOpenings[] {
  const byGroup = new Map<Node | string, Node[]>();
  const open: Node[] = [];
  for (const rule of stack.ofType(groupRuleType).filter((each) => letsThrough(each, direction))) {
    const { isSure, targets } = referenceOf(stack, rule, "securityGroupId", { [groupType]: ["id"] });
    const group = isSure ? (targets[0] ?? rule.at("securityGroupId")) : undefined;
    if (group === undefined || isUnknown(group)) open.push(rule);
    else {
      const key = group as Node | string;
      const same = byGroup.get(key);
      if (same) same.push(rule);
      else byGroup.set(key, [rule]);
    }
  }
  return [...byGroup].flatMap(([group, rules]) => {
    const [first] = rules;
    const resource = typeof group === "string" ? first : group;
    const all = [
      ...rules.map((rule) => ({ rule, isOf: true })),
      ...open.map((rule) => ({ rule, isOf: false })),
    ];
    return resource && all.length > 1 ? ofGroup(stack, resource, all) : [];
  });
}

interface Member {
  readonly rule: Node;
  /** Whether it is of the group, for all that is known. */
  readonly isOf: boolean;
}

function ofGroup(stack: Stack, resource: Node, members: readonly Member[]): GroupOpenings[] {
  const known = members.map(({ rule }) => rule.at("ipProtocol")).filter((it) => typeof it === "string");
  return [...new Set(known)].map((protocol) => ({
    resource,
    protocol,
    openings: members
      .filter(({ rule }) => [protocol, "all"].includes(String(rule.at("ipProtocol"))) || isOpen(rule))
      .flatMap(({ rule, isOf }) => openingsOf(stack, rule, isOf)),
  }));
}

const isOpen = (rule: Node): boolean => isUnknown(rule.at("ipProtocol"));

function openingsOf(stack: Stack, rule: Node, isOf: boolean): RuleOpening[] {
  const isSure = isOf && !hasUnknown(opennessReads.map((path) => rule.at(path)));
  const isAll = rule.at("ipProtocol") === "all";
  const ports = portsOf(isAll || isUnknown(rule.at("portRange")) ? undefined : rule.at("portRange"));
  const lists = stack.linked(rule, "prefixListId", prefixListType);
  const blocks = [
    ...addressProperties.map((property) => rule.at(property)),
    // A list of another stack is judged, or not, by itself.
    ...lists.flatMap(entriesOf),
  ].filter((block) => isUnknown(block) || (typeof block === "string" && block !== ""));
  return blocks.map((block) => ({
    rule,
    ports,
    block: isSure && typeof block === "string" ? block : undefined,
  }));
}
