import { isWorld } from "../../core/cidr";
import { resourceRule } from "../../core/rule";
import { all, complies, whenKnown } from "../../core/verdict";
import { cis } from "../cis";
import { guardedIngress, guardedInstance } from "./exampleResources";
import {
  addressProperties,
  createWorldCheck,
  trafficReads,
  groupRuleType as type,
  worldPorts,
} from "./groupRules";
import { guardedRules } from "./guardedRules";

export const sgIngressNotWorld = resourceRule({
  name: "sg-ingress-not-world",
  title: "No port is open to the world",
  description:
    "A security group rule does not accept connections from every address, nor from 1/16 or more of all " +
    "public addresses, whatever its port range.",
  why:
    "Only the gateway, or the load balancer behind it, needs to reach the service. A port that is open to " +
    "every address can be called without the gateway as soon as the instance has a public address.",
  severity: "critical",
  level: "mandatory",
  tags: [
    "sg-public-access-check",
    "ecs-security-group-not-internet-cidr-access",
    "sg-risky-ports-check",
    "CKV_ALI_2",
    "CKV_ALI_3",
    "public_security_group_rule_all_ports_or_protocols",
    "public_security_group_rule_sensitive_port",
    "public_security_group_rule_unknown_port",
    "cis_v200_3_2",
    "cis_v200_4_3",
    "cis_v200_4_4",
  ],
  framework: cis("3.2"),
  hint: "Allow only the addresses that need to connect, or a prefix list with them.",
  argument: "transform.securityGroupRule (VpcApi allows the gateway by default)",
  type,
  reads: { [type]: [...trafficReads, ...addressProperties] },
  scope: guardedRules,
  options: { worldPorts },
  evaluate(rule, { worldPorts }) {
    const worldCheck = createWorldCheck(rule, worldPorts);
    return worldCheck === undefined
      ? complies
      : all(
          addressProperties.map((property) =>
            whenKnown(property, rule.get(property), (actual) =>
              typeof actual === "string" && isWorld(actual) ? worldCheck(property, actual) : complies,
            ),
          ),
        );
  },
  examples: {
    fails: [...guardedInstance(), guardedIngress({ cidrIp: "0.0.0.0/0" })],
    passes: [...guardedInstance(), guardedIngress({ cidrIp: "10.0.0.0/16" })],
  },
});
