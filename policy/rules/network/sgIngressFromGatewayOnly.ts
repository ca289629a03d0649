import { isUnknown } from "../../core/facts";
import { strings } from "../../core/options";
import { type Judgement, stackRule } from "../../core/rule";
import type { Node, Stack } from "../../core/stack";
import { all, complies, undecided, type Verdict, violates, whenKnown } from "../../core/verdict";
import { backEndReads, backEndsOf, ecsType, textsIn } from "../instance/backEnds";
import { accessTo, ecs } from "../instance/exampleResources";
import { isWithin } from "./addresses";
import { ingress, securityGroup, vpc } from "./exampleResources";
import { addressProperties, groupRuleType, letsThrough } from "./groupRules";

const groupType = "alicloud:ecs/securityGroup:SecurityGroup";
const prefixListType = "alicloud:ecs/ecsPrefixList:EcsPrefixList";
/** Networks of the stack, and where each says its addresses. */
const networks: Readonly<Record<string, readonly string[]>> = {
  "alicloud:vpc/network:Network": ["cidrBlock", "ipv6CidrBlock"],
  "alicloud:vpc/switch:Switch": ["cidrBlock", "ipv6CidrBlock"],
};

export const sgIngressFromGatewayOnly = stackRule({
  name: "sg-ingress-from-gateway-only",
  title: "Back ends let in the gateway and their own network",
  description:
    "A back end's security group lets in addresses of the gateway, of the VPC and of its vSwitches alone.",
  why: "Who may connect to the service without coming through the gateway needs neither AppCode nor patience.",
  severity: "medium",
  level: "advisory",
  tags: [],
  remedy: "Name the gateway's egress addresses, or put them into the rule's option gatewayEgressCidrs.",
  argument: "the gateway's addresses are let in by themselves",
  type: groupRuleType,
  reads: {
    ...backEndReads,
    ...networks,
    [ecsType]: [...(backEndReads[ecsType] ?? []), "securityGroups"],
    [groupRuleType]: ["type", "policy", "securityGroupId", "prefixListId", ...addressProperties],
    [prefixListType]: ["entries[].cidr"],
  },
  options: {
    gatewayEgressCidrs: strings(
      ["100.64.0.0/10"],
      "Addresses that the gateway calls from; unless said otherwise those that the cloud keeps for its own services.",
    ),
  },
  judge(stack, { gatewayEgressCidrs }): Judgement[] {
    const allowed = [...gatewayEgressCidrs, ...cidrsOf(stack)];
    return rulesOf(stack, groupsOf(stack))
      .filter((rule) => letsThrough(rule, "ingress"))
      .map((rule) => ({
        resource: rule,
        ...all([
          ...addressProperties.map((property) => ofAddress(property, rule.at(property), allowed)),
          ofPrefixList(stack, rule, allowed),
        ]),
      }));
  },
  examples: {
    fails: [
      ...[vpc(), securityGroup(), ecs({ securityGroups: [{ ref: "service" }] }, "nginx")],
      ...[
        accessTo({ ref: "nginx" }),
        ingress({ securityGroupId: { ref: "service" }, cidrIp: "203.0.113.0/24" }),
      ],
    ],
    passes: [
      ...[vpc(), securityGroup(), ecs({ securityGroups: [{ ref: "service" }] }, "nginx")],
      ...[
        accessTo({ ref: "nginx" }),
        ingress({ securityGroupId: { ref: "service" }, cidrIp: "10.0.1.0/24" }),
      ],
    ],
  },
});

/** Security groups of back ends: resources of the stack, and ids. */
function groupsOf(stack: Stack): ReadonlySet<Node | string> {
  const backEnds = [...backEndsOf(stack).keys()];
  return new Set(
    backEnds.flatMap((instance) => [
      ...instance.from("securityGroups").filter(({ type }) => type === groupType),
      ...textsIn(instance.at("securityGroups")),
    ]),
  );
}

function rulesOf(stack: Stack, groups: ReadonlySet<Node | string>): readonly Node[] {
  return stack.ofType(groupRuleType).filter((rule) => {
    const id = rule.at("securityGroupId");
    return (
      (typeof id === "string" && groups.has(id)) ||
      rule.from("securityGroupId").some((group) => groups.has(group))
    );
  });
}

const cidrsOf = (stack: Stack): string[] =>
  Object.entries(networks).flatMap(([type, paths]) =>
    stack.ofType(type).flatMap((network) => paths.flatMap((path) => textsIn(network.at(path)))),
  );

const ofAddress = (property: string, address: unknown, allowed: readonly string[]): Verdict =>
  whenKnown(property, address, (seen) =>
    typeof seen !== "string" || seen === "" || allowed.some((cidr) => isWithin(seen, cidr))
      ? complies
      : violates({ property, seen, wanted: "addresses of the gateway or of the VPC" }),
  );

function ofPrefixList(stack: Stack, rule: Node, allowed: readonly string[]): Verdict {
  const id = rule.at("prefixListId");
  if (id === undefined || id === "") return complies;
  const lists = stack.linked(rule, "prefixListId", prefixListType);
  if (lists.length === 0) return undecided("its prefix list is not one of the stack");
  return all(
    lists.map((list) => {
      const entries = list.at("entries");
      if (isUnknown(entries)) return undecided(`the entries of ${list.name} are not known yet`);
      return all(
        (Array.isArray(entries) ? (entries as unknown[]) : []).map((entry, index) => {
          const cidr = isUnknown(entry) ? entry : (entry as { cidr?: unknown }).cidr;
          return ofAddress(`entries[${index}].cidr of ${list.name}`, cidr, allowed);
        }),
      );
    }),
  );
}
