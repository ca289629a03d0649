import { isUnknown } from "../../core/facts";
import { type Judgement, stackRule } from "../../core/rule";
import type { Node, Stack } from "../../core/stack";
import { complies, provided, undecided, type Verdict, violates, whenKnown } from "../../core/verdict";
import { unknownTarget } from "../backEndTypes";
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

const listeners: Readonly<Record<string, readonly [type: string, port: string]>> = {
  [albType]: ["alicloud:alb/listener:Listener", "listenerPort"],
  [clbType]: ["alicloud:slb/listener:Listener", "frontendPort"],
  [formerClbType]: ["alicloud:slb/listener:Listener", "frontendPort"],
};

const balancer = {
  type: clbType,
  name: "clb",
  props: { loadBalancerName: "shop", addressType: "intranet", vswitchId: "vsw-1" },
};
const listener = (frontendPort: number) => ({
  type: "alicloud:slb/listener:Listener",
  name: "listener",
  props: { loadBalancerId: { ref: "clb" }, protocol: "tcp", frontendPort, bandwidth: -1 },
});
const authorization = {
  type,
  name: "access",
  props: { name: "access", vpcId: "vpc-1", instanceId: { ref: "clb" }, port: 80 },
};

export const vpcAccessPortServed = stackRule({
  name: "vpc-access-port-served",
  title: "An authorization leads to a port that a listener is on",
  description: "A VPC access authorization that leads to a balancer has the port of one of its listeners.",
  why: "The gateway calls the balancer on the authorization's port. Where no listener is, every call fails.",
  severity: "medium",
  level: "advisory",
  tags: [],
  remedy: "Let port be that of a listener, or make a listener on it.",
  argument: "balancer: { port: 80 }",
  type,
  reads: {
    [type]: [...backEndReads[type], "port"],
    [albType]: backEndReads[albType],
    [clbType]: clbBackEndReads[clbType],
    [formerClbType]: clbBackEndReads[formerClbType],
    "alicloud:alb/listener:Listener": ["loadBalancerId", "listenerPort"],
    "alicloud:slb/listener:Listener": ["loadBalancerId", "frontendPort"],
  },
  options: {},
  judge: (stack): Judgement[] =>
    [albLinks(stack), clbLinks(stack)].flatMap(({ links, open }) => [
      ...links.map(({ access, balancer: target, isSure }) => ({
        resource: access,
        ...provided(isSure, verdictOf(stack, access, target), unknownTarget(access)),
      })),
      ...open.map((access) => ({ resource: access, ...undecided(unknownTarget(access)) })),
    ]),
  examples: {
    fails: [balancer, listener(8080), authorization],
    passes: [balancer, listener(80), authorization],
  },
});

function verdictOf(stack: Stack, access: Node, target: Node): Verdict {
  const [listenerType, portOf] = listeners[target.type] ?? ["", ""];
  const ports = stack
    .ofType(listenerType)
    .filter((one) => stack.linked(one, "loadBalancerId", target.type).includes(target))
    .map((one) => one.at(portOf));
  return whenKnown("port", access.at("port"), (seen) => {
    if (ports.includes(seen)) return complies;
    if (ports.some(isUnknown)) return undecided(`the port of a listener of ${target.name} is not known yet`);
    const has = ports.length === 0 ? "which has none" : `which has ${ports.join(", ")}`;
    return violates({ property: "port", seen, wanted: `the port of a listener of ${target.name}, ${has}` });
  });
}
