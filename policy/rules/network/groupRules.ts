import type { ResourceFacts } from "../../core/rule";

export const groupRuleType = "alicloud:ecs/securityGroupRule:SecurityGroupRule";

/** Where a rule says with whom traffic is let through by address. */
export const addressProperties = ["cidrIp", "ipv6CidrIp"] as const;

/** Whether a rule lets traffic through in a direction; one that may, as its direction is not known yet, does. */
export const letsThrough = (rule: ResourceFacts, direction: "ingress" | "egress"): boolean =>
  rule.at("type") !== (direction === "ingress" ? "egress" : "ingress") && rule.at("policy") !== "drop";
