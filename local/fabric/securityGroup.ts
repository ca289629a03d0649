import type { PrefixList, SecurityGroup, SecurityGroupRule } from "../store/model";
import { inCidr, inPortRange } from "./address";

/** An incoming TCP connection of an instance. */
export interface Packet {
  source: string;
  /**
   * Whether a CLB itself sends it: a layer-7 listener or a health check. The range 100.64.0.0/10 cannot identify a CLB,
   * because it also contains egress blocks of the gateway, which need a rule.
   */
  fromClb: boolean;
  /** Security groups of the instance that has the source address in the same VPC. Empty for any other source. */
  sourceGroupIds: readonly string[];
  /** Port of the instance. */
  port: number;
}

/** The decision, with the rule that determined it, if any. */
export interface Verdict {
  allowed: boolean;
  reason: string;
  groupId?: string;
  rule?: SecurityGroupRule;
}

interface Candidate {
  groupId: string;
  rule: SecurityGroupRule;
}

/**
 * Whether the security groups of an instance allow a TCP connection. The rules of all groups are combined: smaller
 * priority values first, and drop before accept for equal priorities (ECS documentation). Their order of creation has
 * no effect. Without a matching rule, only members of a normal group reach each other.
 *
 * Traffic of a CLB itself needs no rule (CLB documentation).
 */
export function judgeIngress(
  groups: readonly SecurityGroup[],
  packet: Packet,
  prefixList: (id: string) => PrefixList | undefined,
): Verdict {
  if (packet.fromClb) return { allowed: true, reason: "what a CLB sends itself is always let in" };
  const matching = groups
    .flatMap((group) => group.rules.map((rule): Candidate => ({ groupId: group.id, rule })))
    .filter(({ rule }) => matches(rule, packet, prefixList));
  const [decisive] = matching.sort(byPrecedence);
  if (decisive) {
    const { groupId, rule } = decisive;
    const allowed = rule.policy === "accept";
    const verb = allowed ? "accepts" : "drops";
    return {
      allowed,
      groupId,
      rule,
      reason: `rule ${rule.ruleId} of ${groupId} ${verb} ${describe(packet)}`,
    };
  }
  const shared = groups.find((group) => isInnerAccess(group, packet));
  if (shared)
    return { allowed: true, groupId: shared.id, reason: `members of ${shared.id} reach each other` };
  const names = groups.map((group) => group.id).join(", ") || "the instance, which has no group,";
  return { allowed: false, reason: `no inbound rule of ${names} accepts ${describe(packet)}` };
}

const describe = (packet: Packet): string => `TCP port ${packet.port} from ${packet.source}`;

function byPrecedence(a: Candidate, b: Candidate): number {
  if (a.rule.priority !== b.rule.priority) return a.rule.priority - b.rule.priority;
  return Number(a.rule.policy === "accept") - Number(b.rule.policy === "accept");
}

function matches(
  rule: SecurityGroupRule,
  packet: Packet,
  prefixList: (id: string) => PrefixList | undefined,
): boolean {
  if (rule.direction !== "ingress") return false;
  const protocol = rule.protocol.toLowerCase();
  if (protocol !== "tcp" && protocol !== "all") return false;
  if (!inPortRange(packet.port, rule.portRange)) return false;
  return matchesSource(rule, packet, prefixList);
}

function matchesSource(
  rule: SecurityGroupRule,
  packet: Packet,
  prefixList: (id: string) => PrefixList | undefined,
): boolean {
  // If a rule has a CIDR block and a source group, the block applies (ECS documentation).
  if (rule.cidr !== "") return inCidr(packet.source, rule.cidr);
  if (rule.prefixListId !== "") {
    const entries = prefixList(rule.prefixListId)?.entries ?? [];
    return entries.some((entry) => inCidr(packet.source, entry.cidr));
  }
  return rule.groupId !== "" && packet.sourceGroupIds.includes(rule.groupId);
}

function isInnerAccess(group: SecurityGroup, packet: Packet): boolean {
  return (
    group.type === "normal" &&
    group.innerAccessPolicy === "Accept" &&
    packet.sourceGroupIds.includes(group.id)
  );
}
