import { areWorld } from "../../core/cidr";
import { stackRule } from "../../core/rule";
import type { Node, Stack } from "../../core/stack";
import { all, complies, undecided, type Verdict } from "../../core/verdict";
import { cis } from "../cis";
import { ingress, prefixList } from "./exampleResources";
import { opennessOf, opennessReads, prefixListType, groupRuleType as type, worldPorts } from "./groupRules";
import { entriesOf } from "./prefixLists";

const property = "prefixListId";

export const sgIngressPrefixListNotWorld = stackRule({
  name: "sg-ingress-prefix-list-not-world",
  title: "No port is open to the world by a prefix list",
  description:
    "A prefix list by which a security group lets connections in has less than a sixteenth of the Internet in it.",
  why:
    "A list says nothing of its addresses where it is used. With every address in it, or with halves and quarters of " +
    "the Internet that are every address together, a port is as open as with 0.0.0.0/0.",
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
  remedy: "Take the blocks out of the prefix list, or let the security group use another one.",
  argument: "the gateway's addresses are let in by themselves",
  type,
  reads: { [type]: [...opennessReads, property], [prefixListType]: ["entries[].cidr"] },
  options: { worldPorts },
  judge: (stack, { worldPorts }) =>
    stack
      .ofType(type)
      .filter((rule) => rule.at(property) !== undefined && rule.at(property) !== "")
      .flatMap((rule) => {
        const openness = opennessOf(rule, worldPorts);
        if (!openness) return [];
        return { resource: rule, ...all(verdictsOf(stack, rule, openness)) };
      }),
  examples: {
    fails: [prefixList("0.0.0.0/1", "128.0.0.0/1"), ingress({ prefixListId: { ref: "callers" } })],
    passes: [prefixList("203.0.113.0/24"), ingress({ prefixListId: { ref: "callers" } })],
  },
});

function verdictsOf(
  stack: Stack,
  rule: Node,
  openness: (property: string, seen: unknown) => Verdict,
): Verdict[] {
  const lists = stack.linked(rule, property, prefixListType);
  if (lists.length === 0) return [undecided("its prefix list is not one of the stack")];
  return lists.map((list) => {
    const entries = entriesOf(list);
    const known = entries.filter((entry) => typeof entry === "string");
    if (areWorld(known)) return openness(`entries of ${list.name}`, known);
    return known.length < entries.length
      ? undecided(`the entries of ${list.name} are not all known yet`)
      : complies;
  });
}
