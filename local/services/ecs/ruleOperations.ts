import type { SecurityGroupRule } from "../../store/model";
import { type Call, ecsOperation } from "../common/call";
import { ecsError } from "./errors";
import { addRules, type GivenRule, normalRule, type RuleIdentity, sameRule } from "./rules";
import { findSecurityGroup } from "./securityGroups";

const portRange = {
  type: "string",
  pattern: /^(-1\/-1|\d{1,5}\/\d{1,5})$/,
  form: "80/80, 1/65535 or -1/-1",
} as const;
const protocol = {
  type: "string",
  pattern: /^(tcp|udp|icmp|icmpv6|gre|all)$/i,
  form: "tcp, udp, icmp, icmpv6, gre or all",
} as const;

const common = {
  IpProtocol: protocol,
  PortRange: portRange,
  Policy: { type: "string", pattern: /^(accept|drop)$/i, form: "accept or drop" },
  Priority: { type: "integer", min: 1, max: 100 },
  Description: { type: "string", maxLength: 512 },
  // Ignored: in a VPC every interface is "intranet", and the Terraform provider may send "<nil>".
  NicType: { type: "string" },
} as const;

const ingressFields = {
  ...common,
  SourceCidrIp: { type: "string" },
  Ipv6SourceCidrIp: { type: "string" },
  SourceGroupId: { type: "string" },
  SourcePrefixListId: { type: "string" },
} as const;

const egressFields = {
  ...common,
  DestCidrIp: { type: "string" },
  Ipv6DestCidrIp: { type: "string" },
  DestGroupId: { type: "string" },
  DestPrefixListId: { type: "string" },
} as const;

const addressed = {
  SecurityGroupId: { type: "string", required: true },
  ClientToken: { type: "string", maxLength: 64 },
} as const;
const ruleIds = { type: "list", item: { type: "string" }, max: 100 } as const;

interface CommonFields {
  IpProtocol?: string;
  PortRange?: string;
  Policy?: string;
  Priority?: number;
  Description?: string;
}
interface IngressFields extends CommonFields {
  SourceCidrIp?: string;
  Ipv6SourceCidrIp?: string;
  SourceGroupId?: string;
  SourcePrefixListId?: string;
}
interface EgressFields extends CommonFields {
  DestCidrIp?: string;
  Ipv6DestCidrIp?: string;
  DestGroupId?: string;
  DestPrefixListId?: string;
}

const readCommonFields = (p: CommonFields) => ({
  protocol: p.IpProtocol ?? "",
  portRange: p.PortRange ?? "",
  policy: p.Policy ?? "accept",
  priority: p.Priority ?? 1,
  description: p.Description ?? "",
});

const ingressRule = (p: IngressFields): GivenRule => ({
  ...readCommonFields(p),
  peerCidr: p.SourceCidrIp ?? "",
  peerIpv6Cidr: p.Ipv6SourceCidrIp ?? "",
  peerGroupId: p.SourceGroupId ?? "",
  peerPrefixListId: p.SourcePrefixListId ?? "",
});

const egressRule = (p: EgressFields): GivenRule => ({
  ...readCommonFields(p),
  peerCidr: p.DestCidrIp ?? "",
  peerIpv6Cidr: p.Ipv6DestCidrIp ?? "",
  peerGroupId: p.DestGroupId ?? "",
  peerPrefixListId: p.DestPrefixListId ?? "",
});

type Direction = SecurityGroupRule["direction"];

/** A call contains one rule in its own parameters, or several in `Permissions.N.…`. */
const givenRules = (flat: GivenRule, list: GivenRule[]): GivenRule[] => (list.length > 0 ? list : [flat]);

function checkGiven(rule: GivenRule): void {
  if (!rule.protocol) throw ecsError("MissingIpProtocol");
  if (!rule.portRange) throw ecsError("MissingPortRange");
}

function authorize(call: Call, groupId: string, direction: Direction, rules: GivenRule[]) {
  const group = findSecurityGroup(call, groupId);
  const normal = rules.map((rule) => {
    checkGiven(rule);
    return { ...normalRule(call, group, direction, rule), description: rule.description };
  });
  addRules(call, group, direction, normal);
  return {};
}

/** Removing a rule that does not exist succeeds, as in the real service. */
function revoke(
  call: Call,
  groupId: string,
  direction: Direction,
  ids: readonly string[],
  rules: GivenRule[],
) {
  const group = findSecurityGroup(call, groupId);
  const matches = readIdentities(call, groupId, direction, ids, rules);
  group.rules = group.rules.filter((rule) => rule.direction !== direction || !matches(rule));
  return {};
}

function readIdentities(
  call: Call,
  groupId: string,
  direction: Direction,
  ids: readonly string[],
  rules: GivenRule[],
): (rule: SecurityGroupRule) => boolean {
  if (ids.length > 0) return (rule) => ids.includes(rule.ruleId);
  const group = findSecurityGroup(call, groupId);
  const wanted: RuleIdentity[] = rules.map((rule) => {
    checkGiven(rule);
    return normalRule(call, group, direction, rule);
  });
  return (rule) => wanted.some((identity) => sameRule(rule, identity));
}

/** Changes the description of a rule. A repeated call succeeds. */
function describeAnew(call: Call, groupId: string, direction: Direction, id: string, given: GivenRule) {
  const group = findSecurityGroup(call, groupId);
  const matches = readIdentities(call, groupId, direction, id ? [id] : [], [given]);
  const rule = group.rules.find((candidate) => candidate.direction === direction && matches(candidate));
  if (!rule) throw ecsError("InvalidSecurityGroupRuleId.NotFound", groupId, id || "with these parameters");
  rule.description = given.description;
  return {};
}

export const securityGroupRules = [
  ecsOperation({
    action: "AuthorizeSecurityGroup",
    parameters: {
      ...addressed,
      ...ingressFields,
      Permissions: { type: "objects", fields: ingressFields, max: 100 },
    },
    handle: (call, p) =>
      authorize(
        call,
        p.SecurityGroupId,
        "ingress",
        givenRules(ingressRule(p), p.Permissions.map(ingressRule)),
      ),
  }),
  ecsOperation({
    action: "AuthorizeSecurityGroupEgress",
    parameters: {
      ...addressed,
      ...egressFields,
      Permissions: { type: "objects", fields: egressFields, max: 100 },
    },
    handle: (call, p) =>
      authorize(call, p.SecurityGroupId, "egress", givenRules(egressRule(p), p.Permissions.map(egressRule))),
  }),
  ecsOperation({
    action: "RevokeSecurityGroup",
    parameters: {
      ...addressed,
      ...ingressFields,
      SecurityGroupRuleId: ruleIds,
      Permissions: { type: "objects", fields: ingressFields, max: 100 },
    },
    handle(call, p) {
      const rules = givenRules(ingressRule(p), p.Permissions.map(ingressRule));
      return revoke(call, p.SecurityGroupId, "ingress", p.SecurityGroupRuleId, rules);
    },
  }),
  ecsOperation({
    action: "RevokeSecurityGroupEgress",
    parameters: {
      ...addressed,
      ...egressFields,
      SecurityGroupRuleId: ruleIds,
      Permissions: { type: "objects", fields: egressFields, max: 100 },
    },
    handle(call, p) {
      const rules = givenRules(egressRule(p), p.Permissions.map(egressRule));
      return revoke(call, p.SecurityGroupId, "egress", p.SecurityGroupRuleId, rules);
    },
  }),
  ecsOperation({
    action: "ModifySecurityGroupRule",
    parameters: { ...addressed, ...ingressFields, SecurityGroupRuleId: { type: "string" } },
    handle: (call, p) =>
      describeAnew(call, p.SecurityGroupId, "ingress", p.SecurityGroupRuleId ?? "", ingressRule(p)),
  }),
  ecsOperation({
    action: "ModifySecurityGroupEgressRule",
    parameters: { ...addressed, ...egressFields, SecurityGroupRuleId: { type: "string" } },
    handle: (call, p) =>
      describeAnew(call, p.SecurityGroupId, "egress", p.SecurityGroupRuleId ?? "", egressRule(p)),
  }),
];
