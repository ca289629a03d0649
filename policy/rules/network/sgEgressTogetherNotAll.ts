import { isWorld } from "../../core/cidr";
import { stackRule } from "../../core/rule";
import { complies, undecided, violates } from "../../core/verdict";
import { ingress, securityGroup } from "./exampleResources";
import { type GroupOpenings, groupOpeningReads, groupOpeningsIn } from "./groupOpenings";
import { groupRuleType } from "./groupRules";
import { areAll, rangeOf } from "./ports";
import { areEveryPort, openedBy } from "./together";

const egress = (portRange: string, name: string) =>
  ingress({ type: "egress", securityGroupId: { ref: "service" }, cidrIp: "0.0.0.0/0", portRange }, name);

export const sgEgressTogetherNotAll = stackRule({
  name: "sg-egress-together-not-all",
  title: "Instances may not call everything by several rules",
  description:
    "The rules of a security group together do not let instances connect to every port of every address.",
  why: "Ranges of ports and blocks of addresses that follow each other are everything, though none of them is.",
  severity: "low",
  level: "advisory",
  tags: ["ecs-security-group-egress-not-all-access"],
  remedy: "Name the ports or the addresses that the instances need.",
  type: groupRuleType,
  reads: groupOpeningReads,
  options: {},
  judge: (stack) =>
    groupOpeningsIn(stack, "egress").map((group) => ({ resource: group.resource, ...verdictOf(group) })),
  examples: {
    fails: [securityGroup(), egress("1/32767", "low"), egress("32768/65535", "high")],
    passes: [securityGroup(), egress("80/80", "http"), egress("443/443", "https")],
  },
});

function verdictOf({ protocol, openings }: GroupOpenings) {
  // What one rule lets through by itself is another rule's.
  const parts = openings.filter(
    ({ ports, block }) => !(areAll(ports) && (block === undefined || isWorld(block))),
  );
  const opened = openedBy(parts);
  if (new Set(opened.flatMap(({ by }) => by.map(({ rule }) => rule))).size < 2) return complies;
  const by = [...new Set(opened.flatMap((each) => each.by))];
  const names = [...new Set(by.map(({ rule }) => rule.name))].join(", ");
  if (areEveryPort(opened.filter(({ isSure }) => isSure).map(({ ports }) => ports))) {
    return violates({
      property: `portRange of ${names}, together,`,
      seen: by.map(({ ports, block }) => `${rangeOf(ports)} ${block}`),
      wanted: `certain addresses, or certain ports of every one, for ${protocol}`,
    });
  }
  return areEveryPort(opened.map(({ ports }) => ports))
    ? undecided(`what ${names} let out is not all known yet`)
    : complies;
}
