import type { PrefixList, SecurityGroup, SecurityGroupRule } from "../store/model";
import { inCidr, inPortRange } from "./address";

/** A TCP connection that asks to be let into an instance. */
export interface Packet {
  /** Source address. */
  source: string;
  /**
   * Sent by a CLB itself: a layer-7 listener or a health check. Its range, 100.64.0.0/10, is no criterion, because
   * the gateway's egress blocks lie in it and do need a rule.
   */
  fromClb: boolean;
  /** Security groups of the instance that has the source address in the same VPC; empty for any other source. */
  sourceGroupIds: readonly string[];
  /** Port of the instance. */
  port: number;
}

/** The judgement, with the rule that decided when one did. */
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
 * Whether the security groups of an instance let a TCP connection in. The rules of all groups count together: the
 * smaller priority first, and at the same priority drop before accept (ECS documentation); their order of creation
 * does not matter. Without a matching rule only members of a normal group reach each other.
 *
 * What a CLB sends itself needs no rule (CLB documentation).
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
  // Given both a CIDR block and a source group, the block counts (ECS documentation).
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
