import { isWorld } from "../../core/cidr";
import { stackRule } from "../../core/rule";
import { complies, undecided, violates } from "../../core/verdict";
import { coverEveryPort, findOpenPorts } from "./combinedOpenings";
import { ingress, securityGroup } from "./exampleResources";
import { findGroupOpenings, type GroupOpenings, groupOpeningReads } from "./groupOpenings";
import { groupRuleType } from "./groupRules";
import { formatPorts, isEveryPort } from "./ports";

const egress = (portRange: string, name: string) =>
  ingress({ type: "egress", securityGroupId: { ref: "service" }, cidrIp: "0.0.0.0/0", portRange }, name);

export const sgEgressTogetherNotAll = stackRule({
  name: "sg-egress-together-not-all",
  title: "Egress of combined rules is limited",
  description:
    "The rules of a security group do not together allow connections to every port of every address.",
  why: "Adjacent port ranges and CIDR blocks can add up to everything, although no single rule allows it.",
  severity: "low",
  level: "advisory",
  tags: ["ecs-security-group-egress-not-all-access"],
  hint: "Limit the rules to the ports or addresses that the instances need.",
  type: groupRuleType,
  reads: groupOpeningReads,
  options: {},
  evaluate: (stack) =>
    findGroupOpenings(stack, "egress").map((group) => ({
      resource: group.resource,
      ...checkOpenings(group),
    })),
  examples: {
    fails: [securityGroup(), egress("1/32767", "low"), egress("32768/65535", "high")],
    passes: [securityGroup(), egress("80/80", "http"), egress("443/443", "https")],
  },
});

function checkOpenings({ protocol, openings }: GroupOpenings) {
  // sg-egress-not-all reports what a single rule allows.
  const parts = openings.filter(
    ({ ports, block }) => !(isEveryPort(ports) && (block === undefined || isWorld(block))),
  );
  const opened = findOpenPorts(parts);
  if (new Set(opened.flatMap(({ by }) => by.map(({ rule }) => rule))).size < 2) return complies;
  const by = [...new Set(opened.flatMap((each) => each.by))];
  const names = [...new Set(by.map(({ rule }) => rule.name))].join(", ");
  if (coverEveryPort(opened.filter(({ isCertain }) => isCertain).map(({ ports }) => ports))) {
    return violates({
      property: `portRange of ${names} together`,
      actual: by.map(({ ports, block }) => `${formatPorts(ports)} ${block}`),
      expected: `limited addresses or ports for ${protocol}`,
    });
  }
  return coverEveryPort(opened.map(({ ports }) => ports))
    ? undecided(`some addresses or ports of ${names} are unknown at preview`)
    : complies;
}
