import { areWorld } from "../../core/cidr";
import { stackRule } from "../../core/rule";
import type { Stack, StackResource } from "../../core/stack";
import { all, complies, undecided, type Verdict } from "../../core/verdict";
import { cis } from "../cis";
import { guardedIngress, guardedInstance, prefixList } from "./exampleResources";
import {
  createWorldCheck,
  prefixListType,
  trafficReads,
  groupRuleType as type,
  worldPorts,
} from "./groupRules";
import { guardedRules } from "./guardedRules";
import { listCidrs } from "./prefixLists";

const property = "prefixListId";

export const sgIngressPrefixListNotWorld = stackRule({
  name: "sg-ingress-prefix-list-not-world",
  title: "No port is open to the world by a prefix list",
  description:
    "A prefix list that a security group accepts connections from covers less than 1/16 of all public " +
    "addresses.",
  why:
    "A security group rule does not show the addresses of its prefix list. A list with every address, or " +
    "with blocks that add up to every address, opens a port like 0.0.0.0/0.",
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
  hint: "Remove the blocks from the prefix list, or use another prefix list in the security group.",
  argument: "transform.securityGroupRule (VpcApi allows the gateway by default)",
  type,
  reads: { [type]: [...trafficReads, property], [prefixListType]: ["entries[].cidr"] },
  scope: guardedRules,
  options: { worldPorts },
  evaluate: (stack, { worldPorts }) =>
    stack
      .ofType(type)
      .filter((rule) => rule.get(property) !== undefined && rule.get(property) !== "")
      .flatMap((rule) => {
        const worldCheck = createWorldCheck(rule, worldPorts);
        if (!worldCheck) return [];
        return { resource: rule, ...all(checkLists(stack, rule, worldCheck)) };
      }),
  examples: {
    fails: [
      ...guardedInstance(),
      prefixList("0.0.0.0/1", "128.0.0.0/1"),
      guardedIngress({ prefixListId: { ref: "callers" } }),
    ],
    passes: [
      ...guardedInstance(),
      prefixList("203.0.113.0/24"),
      guardedIngress({ prefixListId: { ref: "callers" } }),
    ],
  },
});

function checkLists(
  stack: Stack,
  rule: StackResource,
  worldCheck: (property: string, actual: unknown) => Verdict,
): Verdict[] {
  const lists = stack.findReferenced(rule, property, prefixListType);
  if (lists.length === 0) return [undecided("its prefix list is not in this stack")];
  return lists.map((list) => {
    const entries = listCidrs(list);
    const known = entries.filter((entry) => typeof entry === "string");
    if (areWorld(known)) return worldCheck(`entries of ${list.name}`, known);
    return known.length < entries.length
      ? undecided(`some entries of ${list.name} are unknown at preview`)
      : complies;
  });
}
