import { isWorld } from "../../core/cidr";
import { resourceRule } from "../../core/rule";
import { all, complies, whenKnown } from "../../core/verdict";
import { cis } from "../cis";
import { ingress } from "./exampleResources";
import {
  addressProperties,
  opennessOf,
  opennessReads,
  groupRuleType as type,
  worldPorts,
} from "./groupRules";

export const sgIngressNotWorld = resourceRule({
  name: "sg-ingress-not-world",
  title: "No port is open to the world",
  description:
    "A rule of a security group lets no connections in from every address, nor from a sixteenth of the Internet or " +
    "more, in any spelling and by any port range.",
  why:
    "Only the gateway, or the balancer that it leads to, has to reach the service. A port that is open to every address " +
    "can be called past the gateway as soon as the instance has a public address.",
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
  remedy: "Name the addresses that may connect, or a prefix list with them.",
  argument: "the gateway's addresses are let in by themselves",
  type,
  reads: { [type]: [...opennessReads, ...addressProperties] },
  options: { worldPorts },
  judge(rule, { worldPorts }) {
    const openness = opennessOf(rule, worldPorts);
    return openness === undefined
      ? complies
      : all(
          addressProperties.map((property) =>
            whenKnown(property, rule.at(property), (seen) =>
              typeof seen === "string" && isWorld(seen) ? openness(property, seen) : complies,
            ),
          ),
        );
  },
  examples: {
    fails: [ingress({ cidrIp: "0.0.0.0/0" })],
    passes: [ingress({ cidrIp: "10.0.0.0/16" })],
  },
});
