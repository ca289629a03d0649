import { integers } from "../../core/options";
import type { ResourceView } from "../../core/rule";
import { hasUnknown, isUnknown } from "../../core/values";
import { undecided, type Verdict, violates } from "../../core/verdict";
import { areAllAllowed, parsePorts } from "./ports";

export const groupRuleType = "alicloud:ecs/securityGroupRule:SecurityGroupRule";
export const prefixListType = "alicloud:ecs/ecsPrefixList:EcsPrefixList";

/** Properties of a rule with a CIDR block. */
export const addressProperties = ["cidrIp", "ipv6CidrIp"] as const;

/** Whether a rule allows or may allow traffic in a direction. */
export const allowsTraffic = (rule: ResourceView, direction: "ingress" | "egress"): boolean =>
  rule.get("type") !== (direction === "ingress" ? "egress" : "ingress") && rule.get("policy") !== "drop";

/** Properties that determine which ports a rule allows. */
export const trafficReads = ["type", "policy", "ipProtocol", "portRange"] as const;

/** Option for ports that may be public. */
export const worldPorts = integers(
  [],
  { minimum: 1, maximum: 65_535 },
  "Ports that may be open to every address.",
);

/** Protocols without ports. */
export const portlessProtocols = ["icmp", "icmpv6"];

/** Creates the check for an address that is the whole Internet; undefined if the rule may allow it. */
export function createWorldCheck(
  rule: ResourceView,
  ports: readonly number[],
): ((property: string, actual: unknown) => Verdict) | undefined {
  const [protocol, portRange] = [rule.get("ipProtocol"), rule.get("portRange")];
  if (!allowsTraffic(rule, "ingress") || portlessProtocols.includes(String(protocol))) return undefined;
  if (protocol !== "all" && !isUnknown(protocol) && areAllAllowed(parsePorts(portRange), ports))
    return undefined;
  if (hasUnknown(trafficReads.map((path) => rule.get(path)))) {
    return () => undecided("its direction, ports or policy are unknown at preview");
  }
  const open = protocol === "all" ? "every protocol" : `${String(protocol)} ${portRange ?? "-1/-1"}`;
  return (property, actual) => violates({ property, actual, expected: `limited addresses for ${open}` });
}
