import { stackRule } from "../../core/rule";
import { undecided, violates } from "../../core/verdict";
import { cis } from "../cis";
import { findCombinedOpenPorts } from "./combinedOpenings";
import { guardedIngress, guardedInstance } from "./exampleResources";
import { findGroupOpenings, groupOpeningReads } from "./groupOpenings";
import { groupRuleType, portlessProtocols, worldPorts } from "./groupRules";
import { guardedRules } from "./guardedRules";
import { areAllAllowed, formatPorts } from "./ports";

const ofService = (cidrIp: string, name: string) => guardedIngress({ cidrIp }, name);

export const sgIngressTogetherNotWorld = stackRule({
  name: "sg-ingress-together-not-world",
  title: "No port is open to the world by combined rules",
  description:
    "The rules of a security group together accept connections to a port from less than 1/16 of all " +
    "public addresses.",
  why:
    "Every address can be written as a few large blocks, each in its own rule. No single rule looks " +
    "suspicious, but together they open the port like 0.0.0.0/0.",
  severity: "critical",
  level: "mandatory",
  tags: [
    "sg-public-access-check",
    "ecs-security-group-not-internet-cidr-access",
    "sg-risky-ports-check",
    "cis_v200_3_2",
    "cis_v200_4_3",
    "cis_v200_4_4",
  ],
  framework: cis("3.2"),
  hint: "Allow only the addresses that need to connect, or a prefix list with them.",
  argument: "transform.securityGroupRule (VpcApi allows the gateway by default)",
  type: groupRuleType,
  reads: groupOpeningReads,
  scope: guardedRules,
  options: { worldPorts },
  evaluate: (stack, { worldPorts }) =>
    findGroupOpenings(stack, "ingress")
      .filter(({ protocol }) => !portlessProtocols.includes(protocol))
      .flatMap(({ resource, protocol, openings }) =>
        findCombinedOpenPorts(openings)
          .filter(({ ports }) => protocol === "all" || !areAllAllowed(ports, worldPorts))
          .slice(0, 1)
          .map(({ ports, by, isCertain }) => {
            const names = [...new Set(by.map(({ rule }) => rule.name))].join(", ");
            if (!isCertain)
              return { resource, ...undecided(`some addresses or ports of ${names} are unknown at preview`) };
            return {
              resource,
              ...violates({
                property: `cidrIp of ${names} together`,
                actual: [...new Set(by.flatMap(({ block }) => block ?? []))],
                expected: `limited addresses for ${protocol === "all" ? "every protocol" : `${protocol} ${formatPorts(ports)}`}`,
              }),
            };
          }),
      ),
  examples: {
    fails: [
      ...guardedInstance(),
      ...["8.0.0.0/6", "12.0.0.0/6", "16.0.0.0/6", "20.0.0.0/6"].map((block, index) =>
        ofService(block, `part-${index}`),
      ),
    ],
    passes: [
      ...guardedInstance(),
      ofService("203.0.113.0/24", "office"),
      ofService("198.51.100.0/24", "site"),
    ],
  },
});
