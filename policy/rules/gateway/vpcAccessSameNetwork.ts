import type { Reference } from "../../core/reference";
import { type Evaluation, stackRule } from "../../core/rule";
import type { Stack, StackResource } from "../../core/stack";
import { isUnknown } from "../../core/values";
import { complies, decideIf, undecided, type Verdict, violates } from "../../core/verdict";
import {
  explainUnknownTarget,
  instanceAddresses,
  instanceNames,
  ecsType as instanceType,
  resolveBackEnd,
} from "../backEndTypes";
import {
  albType,
  balancerLinkReads,
  balancerLinks,
  clbType,
  evaluateUnread,
  formerClbType,
  nlbType,
  vpcAccessType as type,
} from "../balancer/backEnds";
import { alb } from "../balancer/exampleResources";

const switchType = "alicloud:vpc/switch:Switch";
const networkType = "alicloud:vpc/network:Network";
const property = "vpcId";
const instancePaths = { [instanceType]: instanceNames };

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
    [type]: [...balancerLinkReads[type], property],
    [albType]: [...balancerLinkReads[albType], property],
    [nlbType]: [...balancerLinkReads[nlbType], property],
    [clbType]: [...balancerLinkReads[clbType], "vswitchId"],
    [formerClbType]: [...balancerLinkReads[formerClbType], "vswitchId"],
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
  const { links, open, unread } = collectLinks(stack);
  return [
    ...links.map(({ access, target, isCertain }) => ({
      resource: access,
      ...decideIf(isCertain, checkNetwork(stack, access, target), explainUnknownTarget(access)),
    })),
    ...open.map((access) => ({ resource: access, ...undecided(explainUnknownTarget(access)) })),
    ...evaluateUnread(unread),
  ];
}

function collectLinks(stack: Stack) {
  const balancers = balancerLinks(stack);
  const instances = stack
    .ofType(type)
    .map((access) => ({ access, ...resolveBackEnd(stack, access, instancePaths) }));
  const hasInstances = stack.ofType(instanceType).length > 0;
  const isOpen = ({ isCertain, targets }: Reference) => hasInstances && !isCertain && targets.length === 0;
  const isRead = ({ access }: { readonly access: StackResource }) =>
    access.unreadDependencies("instanceId", new Set([instanceType])).length > 0;
  return {
    links: [
      ...balancers.links.map((link) => ({ ...link, target: link.balancer })),
      ...instances.flatMap(({ access, isCertain, targets }) =>
        targets.filter((it) => it.type === instanceType).map((target) => ({ access, target, isCertain })),
      ),
    ],
    open: [...new Set([...balancers.open, ...instances.filter(isOpen).map(({ access }) => access)])],
    unread: [
      ...balancers.unread,
      ...instances.filter(isRead).map(({ access, unread = "" }) => ({ access, target: unread })),
    ],
  };
}

function checkNetwork(stack: Stack, access: StackResource, target: StackResource): Verdict {
  const namesNetwork = target.type === albType || target.type === nlbType;
  const holder = namesNetwork ? target : stack.findReferenced(target, "vswitchId", switchType)[0];
  // The VPC of a vSwitch of another stack is unknown here.
  if (!holder) return undecided(`the vSwitch of ${target.name} is not in this stack`);
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
