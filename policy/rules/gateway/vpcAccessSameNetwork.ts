import { isUnknown } from "../../core/facts";
import { type Judgement, stackRule } from "../../core/rule";
import type { Node, Stack } from "../../core/stack";
import { complies, undecided, type Verdict, violates } from "../../core/verdict";
import {
  albLinks,
  albType,
  backEndReads,
  clbBackEndReads,
  clbLinks,
  clbType,
  formerClbType,
  vpcAccessType as type,
} from "../balancer/backEnds";
import { alb } from "../balancer/exampleResources";

const instanceType = "alicloud:ecs/instance:Instance";
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
  title: "An authorization and what it leads to are in one VPC",
  description: "A VPC access authorization names the VPC that its back end is in.",
  why: "The gateway looks for the back end's address in the VPC that the authorization names; in another, calls fail.",
  severity: "high",
  level: "mandatory",
  tags: [],
  remedy: "Let vpcId be the VPC of the back end.",
  argument: "network: both are in it",
  type,
  reads: {
    [type]: [...backEndReads[type], property],
    [albType]: [...backEndReads[albType], property],
    [clbType]: [...clbBackEndReads[clbType], "vswitchId"],
    [formerClbType]: [...clbBackEndReads[formerClbType], "vswitchId"],
    [instanceType]: ["vswitchId"],
    [switchType]: [property],
    [networkType]: [],
  },
  options: {},
  judge: (stack): Judgement[] =>
    targetsIn(stack).map(({ access, target }) => ({
      resource: access,
      ...verdictOf(stack, access, target),
    })),
  examples: {
    fails: [network("shop"), network("stock"), balancer("stock"), authorization],
    passes: [network("shop"), network("stock"), balancer("shop"), authorization],
  },
});

function targetsIn(stack: Stack): { access: Node; target: Node }[] {
  const balancers = [...albLinks(stack), ...clbLinks(stack)];
  const instances = stack
    .ofType(type)
    .flatMap((access) =>
      stack.linked(access, "instanceId", instanceType).map((target) => ({ access, target })),
    );
  return [...balancers.map((link) => ({ access: link.access, target: link.balancer })), ...instances];
}

function verdictOf(stack: Stack, access: Node, target: Node): Verdict {
  const holder = target.type === albType ? target : stack.linked(target, "vswitchId", switchType)[0];
  // In a vSwitch that another stack made, its VPC is not known here.
  if (!holder) return undecided(`the vSwitch of ${target.name} is not in this stack`);
  const wanted = networkOf(stack, holder);
  const seen = networkOf(stack, access);
  if (wanted.node && seen.node) return compared(seen.node.name, wanted.node.name, seen.value, target);
  if (isUnknown(wanted.value) || isUnknown(seen.value))
    return undecided(`the VPC of ${isUnknown(seen.value) ? access.name : target.name} is not known yet`);
  return compared(seen.value, wanted.value, seen.value, target);
}

const compared = (one: unknown, other: unknown, seen: unknown, target: Node): Verdict =>
  one === other
    ? complies
    : violates({ property, seen, wanted: `${JSON.stringify(other)}, which ${target.name} is in` });

function networkOf(stack: Stack, node: Node): { readonly node?: Node; readonly value: unknown } {
  const [found] = stack.linked(node, property, networkType);
  return { ...(found && { node: found }), value: node.at(property) };
}
