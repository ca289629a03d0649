import { type Evaluation, stackRule } from "../../core/rule";
import type { Stack, StackResource } from "../../core/stack";
import { isUnknown } from "../../core/values";
import { complies, decideIf, undecided, type Verdict, violates } from "../../core/verdict";
import { explainUnknownTarget, instanceAddresses, ecsType as instanceType } from "../backEndTypes";
import {
  albType,
  backEndReads,
  balancerTypes,
  clbType,
  evaluateUnseen,
  findLinks,
  formerClbType,
  nlbType,
  vpcAccessType as type,
} from "../balancer/backEnds";
import { alb } from "../balancer/exampleResources";

const switchType = "alicloud:vpc/switch:Switch";
const networkType = "alicloud:vpc/network:Network";
const property = "vpcId";

const network = (name: string) => ({ type: networkType, name, props: { vpcName: name } });
const balancer = (vpc: string) => alb({ vpcId: { ref: vpc } });
const authorization = {
  type,
  name: "access",
  props: { name: "access", vpcId: { ref: "shop" }, instanceId: { ref: "alb" }, port: 80 },
};

export const vpcAccessSameNetwork = stackRule({
  name: "vpc-access-same-network",
  title: "Authorization and back end are in one VPC",
  description: "A VPC access authorization names the VPC that its back end is in.",
  why:
    "The gateway looks up the address of the back end in the VPC of the authorization. In another VPC, " +
    "calls fail.",
  severity: "high",
  level: "mandatory",
  tags: [],
  hint: "Set vpcId to the VPC of the back end.",
  argument: "network",
  type,
  reads: {
    [type]: [...backEndReads[type], property],
    [albType]: [...backEndReads[albType], property],
    [nlbType]: [...backEndReads[nlbType], property],
    [clbType]: [...backEndReads[clbType], "vswitchId"],
    [formerClbType]: [...backEndReads[formerClbType], "vswitchId"],
    [instanceType]: ["vswitchId", ...instanceAddresses],
    [switchType]: [property],
    [networkType]: [],
  },
  options: {},
  evaluate: evaluateAccess,
  examples: {
    fails: [network("shop"), network("stock"), balancer("stock"), authorization],
    passes: [network("shop"), network("stock"), balancer("shop"), authorization],
  },
});

function evaluateAccess(stack: Stack): Evaluation[] {
  const { links, open, unseen } = findLinks(stack, [...balancerTypes, instanceType]);
  return [
    ...links.map(({ access, target, isCertain }) => ({
      resource: access,
      ...decideIf(isCertain, checkNetwork(stack, access, target), explainUnknownTarget(access)),
    })),
    ...open.map((access) => ({ resource: access, ...undecided(explainUnknownTarget(access)) })),
    ...evaluateUnseen(unseen),
  ];
}

function checkNetwork(stack: Stack, access: StackResource, target: StackResource): Verdict {
  const namesNetwork = target.type === albType || target.type === nlbType;
  const holder = namesNetwork ? target : stack.findReferenced(target, "vswitchId", switchType)[0];
  // The VPC of a vSwitch of another stack is unknown here. A public CLB has no vSwitch.
  if (!holder) {
    const hasVSwitch = target.get("vswitchId") !== undefined;
    return undecided(
      hasVSwitch ? `the vSwitch of ${target.name} is not in this stack` : `${target.name} has no vSwitch`,
    );
  }
  const expected = findNetwork(stack, holder);
  const actual = findNetwork(stack, access);
  if (expected.node && actual.node)
    return compareNetworks(actual.node === expected.node, expected.node.name, actual.value, target);
  if (actual.value === undefined)
    return violates({ property, actual: undefined, expected: `the VPC of ${target.name}` });
  if (isUnknown(expected.value) || isUnknown(actual.value))
    return undecided(
      `the VPC of ${isUnknown(actual.value) ? access.name : target.name} is unknown at preview`,
    );
  return compareNetworks(actual.value === expected.value, expected.value, actual.value, target);
}

const compareNetworks = (
  isSame: boolean,
  expected: unknown,
  actual: unknown,
  target: StackResource,
): Verdict =>
  isSame
    ? complies
    : violates({ property, actual, expected: `${JSON.stringify(expected)}, the VPC of ${target.name}` });

function findNetwork(
  stack: Stack,
  node: StackResource,
): { readonly node?: StackResource; readonly value: unknown } {
  const [found] = stack.findReferenced(node, property, networkType);
  return { ...(found && { node: found }), value: node.get(property) };
}
