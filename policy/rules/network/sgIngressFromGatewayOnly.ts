import { AddressSet } from "../../core/cidr";
import { strings } from "../../core/options";
import { type Evaluation, stackRule } from "../../core/rule";
import type { Stack, StackResource } from "../../core/stack";
import { collectStrings, isUnknown } from "../../core/values";
import { all, complies, decideIf, undecided, type Verdict, violates, whenKnown } from "../../core/verdict";
import { accessTo } from "../balancer/exampleResources";
import { cis } from "../cis";
import { ecs } from "../instance/exampleResources";
import { ingress, securityGroup, vpc } from "./exampleResources";
import { addressProperties, allowsTraffic, groupRuleType, prefixListType } from "./groupRules";
import { findGuardedRules, guardedRuleReads } from "./guardedRules";
import { listCidrs } from "./prefixLists";

const vpcType = "alicloud:vpc/network:Network";
const vswitchType = "alicloud:vpc/switch:Switch";
/** Properties of a network with a CIDR block. */
const blocks = ["cidrBlock", "ipv6CidrBlock"] as const;

export const sgIngressFromGatewayOnly = stackRule({
  name: "sg-ingress-from-gateway-only",
  title: "Back end accepts only the gateway and its own network",
  description:
    "The security group of a back end accepts connections only from addresses of the gateway, of the VPC " +
    "and of its vSwitches.",
  why: "A client that connects to the service without the gateway needs no AppCode and is not throttled.",
  severity: "medium",
  level: "advisory",
  tags: ["cis_v200_3_5"],
  framework: cis("3.5"),
  coveredBy: ["sg-ingress-not-world", "sg-ingress-prefix-list-not-world"],
  hint: "Allow only the egress addresses of the gateway, or add the addresses to the option gatewayEgressCidrs.",
  argument: "transform.securityGroupRule (VpcApi allows the gateway by default)",
  type: groupRuleType,
  reads: {
    ...guardedRuleReads,
    [vpcType]: blocks,
    [vswitchType]: ["vpcId", ...blocks],
    [groupRuleType]: ["type", "policy", "securityGroupId", "prefixListId", ...addressProperties],
    [prefixListType]: ["entries[].cidr"],
  },
  options: {
    gatewayEgressCidrs: strings(
      ["100.64.0.0/10"],
      "Addresses that the gateway calls from. The default is the range of Alibaba Cloud services.",
    ),
  },
  evaluate(stack, { gatewayEgressCidrs }): Evaluation[] {
    const callers = findCallers(stack, gatewayEgressCidrs);
    return findGuardedRules(stack)
      .filter(({ rule }) => allowsTraffic(rule, "ingress"))
      .map(({ rule, isCertain, reason }) => ({
        resource: rule,
        ...decideIf(isCertain, checkRule(stack, rule, callers), reason),
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

const checkRule = (stack: Stack, rule: StackResource, callers: Callers): Verdict =>
  all([
    ...addressProperties.map((property) => checkAddress(property, rule.get(property), callers)),
    checkPrefixList(stack, rule, callers),
  ]);

/** Addresses that may connect to a back end. */
interface Callers {
  readonly addresses: AddressSet;
  /** A network whose CIDR block is unknown, so any address may belong to it. */
  readonly open: StackResource | undefined;
}

function findCallers(stack: Stack, gatewayEgressCidrs: readonly string[]): Callers {
  const [vpcs, vswitches] = [stack.ofType(vpcType), stack.ofType(vswitchType)];
  const texts = [...vpcs, ...vswitches].flatMap((network) =>
    blocks.flatMap((path) => collectStrings(network.get(path))),
  );
  const isOpen = (network: StackResource) => blocks.some((path) => isUnknown(network.get(path)));
  // The cloud assigns a block to a VPC without one. A vSwitch is within the block of its VPC.
  const open =
    vpcs.find((vpc) => isOpen(vpc) || vpc.get("cidrBlock") === undefined) ??
    vswitches.find((each) => isOpen(each) && stack.findReferenced(each, "vpcId", vpcType).length === 0);
  return { addresses: new AddressSet([...gatewayEgressCidrs, ...texts]), open };
}

const checkAddress = (property: string, address: unknown, { addresses, open }: Callers): Verdict =>
  whenKnown(property, address, (actual) => {
    if (typeof actual !== "string" || actual === "" || addresses.contains(actual)) return complies;
    return open
      ? undecided(`the addresses of ${open.name} are unknown at preview`)
      : violates({ property, actual, expected: "addresses of the gateway or of the VPC" });
  });

function checkPrefixList(stack: Stack, rule: StackResource, callers: Callers): Verdict {
  const id = rule.get("prefixListId");
  if (id === undefined || id === "") return complies;
  const lists = stack.findReferenced(rule, "prefixListId", prefixListType);
  if (lists.length === 0) return undecided("its prefix list is not in this stack");
  return all(
    lists.flatMap((list) =>
      listCidrs(list).map((cidr, index) =>
        checkAddress(`entries[${index}].cidr of ${list.name}`, cidr, callers),
      ),
    ),
  );
}
