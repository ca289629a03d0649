import { hasUnknown, isUnknown } from "../../core/facts";
import { integers } from "../../core/options";
import type { ResourceFacts } from "../../core/rule";
import { undecided, type Verdict, violates } from "../../core/verdict";
import { areAllIn, portsOf } from "./ports";

export const groupRuleType = "alicloud:ecs/securityGroupRule:SecurityGroupRule";
export const prefixListType = "alicloud:ecs/ecsPrefixList:EcsPrefixList";

/** Where a rule says with whom traffic is let through by address. */
export const addressProperties = ["cidrIp", "ipv6CidrIp"] as const;

/** Whether a rule lets traffic through in a direction; one that may, as its direction is not known yet, does. */
export const letsThrough = (rule: ResourceFacts, direction: "ingress" | "egress"): boolean =>
  rule.at("type") !== (direction === "ingress" ? "egress" : "ingress") && rule.at("policy") !== "drop";

/** What is read to tell to which ports a rule lets connections in. */
export const opennessReads = ["type", "policy", "ipProtocol", "portRange"] as const;

/** Option of rules on who may connect. */
export const worldPorts = integers(
  [],
  { minimum: 1, maximum: 65_535 },
  "Ports that may be open to every address.",
);

/** Protocols that have no ports: they lead to no service. */
export const withoutPorts = ["icmp", "icmpv6"];

/** What to say of a rule that lets the world in; undefined where it may, or lets nothing in. */
export function opennessOf(
  rule: ResourceFacts,
  ports: readonly number[],
): ((property: string, seen: unknown) => Verdict) | undefined {
  const [protocol, portRange] = [rule.at("ipProtocol"), rule.at("portRange")];
  if (!letsThrough(rule, "ingress") || withoutPorts.includes(String(protocol))) return undefined;
  if (protocol !== "all" && !isUnknown(protocol) && areAllIn(portsOf(portRange), ports)) return undefined;
  if (hasUnknown(opennessReads.map((path) => rule.at(path)))) {
    return () => undecided("its direction, ports or policy are not known yet");
  }
  const open = protocol === "all" ? "every protocol" : `${String(protocol)} ${portRange ?? "-1/-1"}`;
  return (property, seen) => violates({ property, seen, wanted: `certain addresses alone for ${open}` });
}
