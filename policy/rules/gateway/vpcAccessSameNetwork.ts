import { isUnknown } from "../../core/facts";
import type { Reference } from "../../core/reference";
import { type Judgement, stackRule } from "../../core/rule";
import type { Node, Stack } from "../../core/stack";
import { complies, provided, undecided, type Verdict, violates } from "../../core/verdict";
import { ecsType as instanceType, leadsTo, unknownTarget } from "../backEndTypes";
import {
  albType,
  balancerLinkReads,
  balancerLinks,
  clbType,
  formerClbType,
  nlbType,
  vpcAccessType as type,
} from "../balancer/backEnds";
import { alb } from "../balancer/exampleResources";

const switchType = "alicloud:vpc/switch:Switch";
const networkType = "alicloud:vpc/network:Network";
const property = "vpcId";
const instancePaths = { [instanceType]: ["id", "privateIp"] };

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
    [type]: [...balancerLinkReads[type], property],
    [albType]: [...balancerLinkReads[albType], property],
    [nlbType]: [...balancerLinkReads[nlbType], property],
    [clbType]: [...balancerLinkReads[clbType], "vswitchId"],
    [formerClbType]: [...balancerLinkReads[formerClbType], "vswitchId"],
    [instanceType]: ["vswitchId", "privateIp"],
    [switchType]: [property],
    [networkType]: [],
  },
  options: {},
  judge: judgementsOf,
  examples: {
    fails: [network("shop"), network("stock"), balancer("stock"), authorization],
    passes: [network("shop"), network("stock"), balancer("shop"), authorization],
  },
});

function judgementsOf(stack: Stack): Judgement[] {
  const { links, open } = linksIn(stack);
  return [
    ...links.map(({ access, target, isSure }) => ({
      resource: access,
      ...provided(isSure, verdictOf(stack, access, target), unknownTarget(access)),
    })),
    ...open.map((access) => ({ resource: access, ...undecided(unknownTarget(access)) })),
  ];
}

function linksIn(stack: Stack) {
  const balancers = balancerLinks(stack);
  const references = stack.ofType(instanceType).length === 0 ? [] : stack.ofType(type);
  const instances = references.map((access) => ({ access, ...leadsTo(stack, access, instancePaths) }));
  const isOpen = ({ isSure, targets }: Reference) => !isSure && targets.length === 0;
  return {
    links: [
      ...balancers.links.map((link) => ({ ...link, target: link.balancer })),
      ...instances.flatMap(({ access, isSure, targets }) =>
        targets.filter((it) => it.type === instanceType).map((target) => ({ access, target, isSure })),
      ),
    ],
    open: [...new Set([...balancers.open, ...instances.filter(isOpen).map(({ access }) => access)])],
  };
}

function verdictOf(stack: Stack, access: Node, target: Node): Verdict {
  const namesNetwork = target.type === albType || target.type === nlbType;
  const holder = namesNetwork ? target : stack.linked(target, "vswitchId", switchType)[0];
  // In a vSwitch that another stack made, its VPC is not known here.
  if (!holder) return undecided(`the vSwitch of ${target.name} is not in this stack`);
  const wanted = networkOf(stack, holder);
  const seen = networkOf(stack, access);
  if (wanted.node && seen.node)
    return compared(seen.node === wanted.node, wanted.node.name, seen.value, target);
  if (seen.value === undefined)
    return violates({ property, seen: undefined, wanted: `the VPC that ${target.name} is in` });
  if (isUnknown(wanted.value) || isUnknown(seen.value))
    return undecided(`the VPC of ${isUnknown(seen.value) ? access.name : target.name} is not known yet`);
  return compared(seen.value === wanted.value, wanted.value, seen.value, target);
}

const compared = (isSame: boolean, wanted: unknown, seen: unknown, target: Node): Verdict =>
  isSame
    ? complies
    : violates({ property, seen, wanted: `${JSON.stringify(wanted)}, which ${target.name} is in` });

function networkOf(stack: Stack, node: Node): { readonly node?: Node; readonly value: unknown } {
  const [found] = stack.linked(node, property, networkType);
  return { ...(found && { node: found }), value: node.at(property) };
}
