import ipaddr from "ipaddr.js";
import type { SecurityGroup, SecurityGroupRule } from "../../store/model";
import type { Call } from "../common/call";
import { newResourceId } from "../common/ids";
import { isoSeconds } from "../common/times";
import { ecsError } from "./errors";

/** A rule from a call, for both directions: `peer…` is the source of ingress and the destination of egress. */
export interface GivenRule {
  protocol: string;
  portRange: string;
  policy: string;
  priority: number;
  peerCidr: string;
  peerIpv6Cidr: string;
  peerGroupId: string;
  peerPrefixListId: string;
  description: string;
}

/**
 * Maximum number of rules in a group. A rule with a prefix list counts as the maximum number of entries of that list.
 */
const maxRules = 200;

type Direction = SecurityGroupRule["direction"];

/** Fields that identify a rule. */
export type RuleIdentity = Pick<
  SecurityGroupRule,
  "protocol" | "portRange" | "policy" | "priority" | "cidr" | "groupId" | "prefixListId"
>;

export function sameRule(a: RuleIdentity, b: RuleIdentity): boolean {
  return (
    a.protocol === b.protocol &&
    a.portRange === b.portRange &&
    a.policy === b.policy &&
    a.priority === b.priority &&
    a.cidr === b.cidr &&
    a.groupId === b.groupId &&
    a.prefixListId === b.prefixListId
  );
}

/**
 * Validates and normalizes a rule of the caller. Of several peers, the CIDR block takes precedence, then the group,
 * then the prefix list.
 */
export function normalRule(
  call: Call,
  group: SecurityGroup,
  direction: Direction,
  given: GivenRule,
): RuleIdentity {
  const cidr = given.peerCidr ? checkedCidr(given.peerCidr, "IPv4") : checkedCidr(given.peerIpv6Cidr, "IPv6");
  const groupId = cidr ? "" : given.peerGroupId;
  const prefixListId = cidr || groupId ? "" : given.peerPrefixListId;
  if (!cidr && !groupId && !prefixListId) {
    const side = direction === "ingress" ? "Source" : "Dest";
    const names = [`${side}CidrIp`, `Ipv6${side}CidrIp`, `${side}GroupId`, `${side}PrefixListId`];
    throw ecsError("InvalidParam.SourceIp", names.join(", "));
  }
  if (groupId && group.type === "enterprise") throw ecsError("InvalidGroupAuthParameter.OperationDenied");
  if (groupId && !call.store.securityGroups.get(groupId))
    throw ecsError("InvalidSecurityGroupId.NotFound", groupId);
  if (prefixListId && !call.store.prefixLists.get(prefixListId)) {
    throw ecsError("InvalidPrefixListId.NotFound", prefixListId);
  }
  const protocol = given.protocol.toLowerCase();
  checkPortRange(given.portRange, protocol);
  const policy = given.policy.toLowerCase() === "drop" ? "drop" : "accept";
  return {
    protocol,
    portRange: given.portRange,
    policy,
    priority: given.priority,
    cidr,
    groupId,
    prefixListId,
  };
}

/** Adds rules to a group. Existing rules remain unchanged. */
export function addRules(
  call: Call,
  group: SecurityGroup,
  direction: Direction,
  rules: readonly (RuleIdentity & { description: string })[],
): void {
  const added: SecurityGroupRule[] = [];
  for (const rule of rules) {
    const known = [...group.rules, ...added].some(
      (other) => other.direction === direction && sameRule(other, rule),
    );
    if (known) continue;
    const ruleId = newResourceId("sgr", group.regionId);
    added.push({ ...rule, ruleId, direction, createdTime: isoSeconds(call.cloud.clock()) });
  }
  const count = [...group.rules, ...added].reduce((sum, rule) => sum + countWeight(call, rule), 0);
  if (count > maxRules) throw ecsError("AuthorizationLimitExceed", group.id, count, maxRules);
  group.rules.push(...added);
}

function countWeight(call: Call, rule: SecurityGroupRule): number {
  return rule.prefixListId ? (call.store.prefixLists.get(rule.prefixListId)?.maxEntries ?? 1) : 1;
}

/** An address or block. IPv6 is returned in compressed lower-case form, as in answers. */
function checkedCidr(text: string, family: "IPv4" | "IPv6"): string {
  if (text === "") return "";
  const [address = "", bits] = text.split("/");
  const library = family === "IPv4" ? ipaddr.IPv4 : ipaddr.IPv6;
  const wellFormed =
    family === "IPv4" ? ipaddr.IPv4.isValidFourPartDecimal(address) : ipaddr.IPv6.isValid(address);
  const bitsFit =
    bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= (family === "IPv4" ? 32 : 128));
  if (!wellFormed || !bitsFit) throw ecsError("InvalidSourceCidrIp.Malformed", text, family);
  if (family === "IPv4") return text;
  return library.parse(address).toString() + (bits === undefined ? "" : `/${bits}`);
}

function checkPortRange(portRange: string, protocol: string): void {
  if (portRange === "-1/-1") return;
  const [from = 0, to = 0] = portRange.split("/").map(Number);
  const ports = (protocol === "tcp" || protocol === "udp") && from >= 1 && from <= to && to <= 65535;
  if (!ports) throw ecsError("InvalidPortRange.Malformed", portRange, protocol);
}

/** A rule in the format of DescribeSecurityGroupAttribute. Fields of the other direction are empty, not absent. */
export function describeRule(call: Call, rule: SecurityGroupRule) {
  const ipv6 = rule.cidr.includes(":");
  const peer = {
    CidrIp: ipv6 ? "" : rule.cidr,
    Ipv6: ipv6 ? rule.cidr : "",
    GroupId: rule.groupId,
    PrefixListId: rule.prefixListId,
    GroupName: call.store.securityGroups.get(rule.groupId)?.name ?? "",
    PrefixListName: call.store.prefixLists.get(rule.prefixListId)?.name ?? "",
  };
  const none = { CidrIp: "", Ipv6: "", GroupId: "", PrefixListId: "", GroupName: "", PrefixListName: "" };
  const [source, destination] = rule.direction === "ingress" ? [peer, none] : [none, peer];
  return {
    SecurityGroupRuleId: rule.ruleId,
    Direction: rule.direction,
    IpProtocol: rule.protocol.toUpperCase(),
    PortRange: rule.portRange,
    SourcePortRange: "",
    NicType: "intranet",
    Policy: rule.policy === "accept" ? "Accept" : "Drop",
    Priority: String(rule.priority),
    Description: rule.description,
    CreateTime: rule.createdTime,
    SourceCidrIp: source.CidrIp,
    Ipv6SourceCidrIp: source.Ipv6,
    SourceGroupId: source.GroupId,
    SourceGroupName: source.GroupName,
    SourceGroupOwnerAccount: "",
    SourcePrefixListId: source.PrefixListId,
    SourcePrefixListName: source.PrefixListName,
    DestCidrIp: destination.CidrIp,
    Ipv6DestCidrIp: destination.Ipv6,
    DestGroupId: destination.GroupId,
    DestGroupName: destination.GroupName,
    DestGroupOwnerAccount: "",
    DestPrefixListId: destination.PrefixListId,
    DestPrefixListName: destination.PrefixListName,
  };
}
