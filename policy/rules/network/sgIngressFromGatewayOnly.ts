import { Addresses } from "../../core/cidr";
import { hasUnknown, isUnknown, textsIn } from "../../core/facts";
import { strings } from "../../core/options";
import { type Judgement, stackRule } from "../../core/rule";
import type { Node, Stack } from "../../core/stack";
import { all, complies, provided, undecided, type Verdict, violates, whenKnown } from "../../core/verdict";
import { whyUnsure } from "../backEndTypes";
import { accessTo } from "../balancer/exampleResources";
import { cis } from "../cis";
import { backEndsOf, ecsType, gatewayBackEndReads } from "../instance/backEnds";
import { ecs } from "../instance/exampleResources";
import { ingress, securityGroup, vpc } from "./exampleResources";
import { addressProperties, groupRuleType, letsThrough, prefixListType } from "./groupRules";
import { entriesOf } from "./prefixLists";

const groupType = "alicloud:ecs/securityGroup:SecurityGroup";
const vpcType = "alicloud:vpc/network:Network";
const vswitchType = "alicloud:vpc/switch:Switch";
/** Where a network says its addresses. */
const blocks = ["cidrBlock", "ipv6CidrBlock"] as const;

export const sgIngressFromGatewayOnly = stackRule({
  name: "sg-ingress-from-gateway-only",
  title: "Back ends let in the gateway and their own network",
  description:
    "A back end's security group lets in addresses of the gateway, of the VPC and of its vSwitches alone.",
  why: "Who may connect to the service without coming through the gateway needs neither AppCode nor patience.",
  severity: "medium",
  level: "advisory",
  tags: ["cis_v200_3_5"],
  framework: cis("3.5"),
  remedy: "Name the gateway's egress addresses, or put them into the rule's option gatewayEgressCidrs.",
  argument: "the gateway's addresses are let in by themselves",
  type: groupRuleType,
  reads: {
    ...gatewayBackEndReads,
    [vpcType]: blocks,
    [vswitchType]: ["vpcId", ...blocks],
    [ecsType]: [...(gatewayBackEndReads[ecsType] ?? []), "securityGroups"],
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
    const callers = callersOf(stack, gatewayEgressCidrs);
    return rulesOf(stack, guardsOf(stack))
      .filter(({ rule }) => letsThrough(rule, "ingress"))
      .map(({ rule, isSure, reason }) => ({
        resource: rule,
        ...provided(isSure, verdictOf(stack, rule, callers), reason),
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

const verdictOf = (stack: Stack, rule: Node, callers: Callers): Verdict =>
  all([
    ...addressProperties.map((property) => ofAddress(property, rule.at(property), callers)),
    ofPrefixList(stack, rule, callers),
  ]);

/** A security group that is a back end's for sure, or why nobody can tell. */
interface Guard {
  readonly isSure: boolean;
  readonly reason: string;
}

interface Guards {
  /** By group of the stack, and by id. */
  readonly byGroup: ReadonlyMap<Node | string, Guard>;
  /** Of all other groups, while a back end's groups are not known. */
  readonly ofOthers: Guard | undefined;
}

function guardsOf(stack: Stack): Guards {
  const byGroup = new Map<Node | string, Guard>();
  let ofOthers: Guard | undefined;
  for (const [instance, front] of backEndsOf(stack)) {
    const ids = instance.at("securityGroups");
    const sources = instance.from("securityGroups").filter(({ type }) => type === groupType);
    for (const group of [...sources, ...textsIn(ids)]) {
      if (!byGroup.get(group)?.isSure) byGroup.set(group, { isSure: front.isSure, reason: whyUnsure(front) });
    }
    if (hasUnknown(ids) && sources.length === 0)
      ofOthers = { isSure: false, reason: `the security groups of ${instance.name} are not known yet` };
  }
  return { byGroup, ofOthers };
}

function rulesOf(stack: Stack, { byGroup, ofOthers }: Guards) {
  return stack.ofType(groupRuleType).flatMap((rule) => {
    const id = rule.at("securityGroupId");
    const sources = rule.from("securityGroupId").filter(({ type }) => type === groupType);
    const groups = typeof id === "string" ? [id, ...sources] : sources;
    const isAnybodys = byGroup.size > 0 && groups.length === 0;
    const open = isAnybodys ? { isSure: false, reason: "securityGroupId is not known yet" } : ofOthers;
    const [guard = open] = groups.flatMap((group) => byGroup.get(group) ?? []);
    return guard ? { rule, ...guard } : [];
  });
}

/** Who may call a back end. */
interface Callers {
  readonly addresses: Addresses;
  /** A network whose addresses are not known yet, so that any may be of it. */
  readonly open: Node | undefined;
}

function callersOf(stack: Stack, gatewayEgressCidrs: readonly string[]): Callers {
  const [vpcs, vswitches] = [stack.ofType(vpcType), stack.ofType(vswitchType)];
  const texts = [...vpcs, ...vswitches].flatMap((network) =>
    blocks.flatMap((path) => textsIn(network.at(path))),
  );
  const isOpen = (network: Node) => blocks.some((path) => isUnknown(network.at(path)));
  // A VPC without a block is given one. A vSwitch has addresses of its VPC.
  const open =
    vpcs.find((vpc) => isOpen(vpc) || vpc.at("cidrBlock") === undefined) ??
    vswitches.find((each) => isOpen(each) && stack.linked(each, "vpcId", vpcType).length === 0);
  return { addresses: new Addresses([...gatewayEgressCidrs, ...texts]), open };
}

const ofAddress = (property: string, address: unknown, { addresses, open }: Callers): Verdict =>
  whenKnown(property, address, (seen) => {
    if (typeof seen !== "string" || seen === "" || addresses.hold(seen)) return complies;
    return open
      ? undecided(`the addresses of ${open.name} are not known yet`)
      : violates({ property, seen, wanted: "addresses of the gateway or of the VPC" });
  });

function ofPrefixList(stack: Stack, rule: Node, callers: Callers): Verdict {
  const id = rule.at("prefixListId");
  if (id === undefined || id === "") return complies;
  const lists = stack.linked(rule, "prefixListId", prefixListType);
  if (lists.length === 0) return undecided("its prefix list is not one of the stack");
  return all(
    lists.flatMap((list) =>
      entriesOf(list).map((cidr, index) =>
        ofAddress(`entries[${index}].cidr of ${list.name}`, cidr, callers),
      ),
    ),
  );
}
