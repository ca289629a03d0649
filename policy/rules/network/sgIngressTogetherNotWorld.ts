import { stackRule } from "../../core/rule";
import { undecided, violates } from "../../core/verdict";
import { cis } from "../cis";
import { ingress, securityGroup } from "./exampleResources";
import { groupOpeningReads, groupOpeningsIn } from "./groupOpenings";
import { groupRuleType, withoutPorts, worldPorts } from "./groupRules";
import { areAllIn, rangeOf } from "./ports";
import { openedTogether } from "./together";

const ofService = (cidrIp: string, name: string) =>
  ingress({ securityGroupId: { ref: "service" }, cidrIp }, name);

export const sgIngressTogetherNotWorld = stackRule({
  name: "sg-ingress-together-not-world",
  title: "No port is open to the world by several rules",
  description:
    "The rules of a security group together let in less than a sixteenth of the Internet on a port, though each of them " +
    "lets in less.",
  why:
    "Every address can be written as a few large blocks, each in a rule of its own. None of the rules is " +
    "conspicuous, and the port is as open as with 0.0.0.0/0.",
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
  remedy: "Name the addresses that may connect, or a prefix list with them.",
  argument: "the gateway's addresses are let in by themselves",
  type: groupRuleType,
  reads: groupOpeningReads,
  options: { worldPorts },
  judge: (stack, { worldPorts }) =>
    groupOpeningsIn(stack, "ingress")
      .filter(({ protocol }) => !withoutPorts.includes(protocol))
      .flatMap(({ resource, protocol, openings }) =>
        openedTogether(openings)
          .filter(({ ports }) => protocol === "all" || !areAllIn(ports, worldPorts))
          .slice(0, 1)
          .map(({ ports, by, isSure }) => {
            const names = [...new Set(by.map(({ rule }) => rule.name))].join(", ");
            if (!isSure) return { resource, ...undecided(`what ${names} let in is not all known yet`) };
            return {
              resource,
              ...violates({
                property: `cidrIp of ${names}, together,`,
                seen: [...new Set(by.flatMap(({ block }) => block ?? []))],
                wanted: `certain addresses alone for ${protocol === "all" ? "every protocol" : `${protocol} ${rangeOf(ports)}`}`,
              }),
            };
          }),
      ),
  examples: {
    fails: [
      securityGroup(),
      ...["8.0.0.0/6", "12.0.0.0/6", "16.0.0.0/6", "20.0.0.0/6"].map((block, index) =>
        ofService(block, `part-${index}`),
      ),
    ],
    passes: [securityGroup(), ofService("203.0.113.0/24", "office"), ofService("198.51.100.0/24", "site")],
  },
});
