import { isUnknown } from "../../core/facts";
import { referenceOf } from "../../core/reference";
import { type Judgement, stackRule } from "../../core/rule";
import type { Node, Stack } from "../../core/stack";
import { complies, provided, undecided, type Verdict, violates, whenKnown } from "../../core/verdict";
import { ecsType, leadsTo, unknownTarget } from "../backEndTypes";
import {
  albType,
  balancerLinkReads,
  balancerLinks,
  clbType,
  formerClbType,
  nlbType,
  vpcAccessType as type,
} from "../balancer/backEnds";
import { InstancePorts, instancePortReads } from "./instancePorts";

const nlbListenerType = "alicloud:nlb/listener:Listener";
const listeners: Readonly<Record<string, readonly [type: string, port: string]>> = {
  [albType]: ["alicloud:alb/listener:Listener", "listenerPort"],
  [nlbType]: [nlbListenerType, "listenerPort"],
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
  title: "An authorization leads to a port that is served",
  description:
    "A VPC access authorization has the port of one of its balancer's listeners, or one that its instance's security groups let in.",
  why: "The gateway calls the balancer on the authorization's port. Where nothing answers, every call fails.",
  severity: "medium",
  level: "advisory",
  tags: [],
  remedy: "Let port be that of a listener, or make a listener on it.",
  argument: "balancer: { port: 80 }",
  type,
  reads: {
    ...balancerLinkReads,
    [type]: [...balancerLinkReads[type], "port"],
    ...instancePortReads,
    [nlbListenerType]: ["loadBalancerId", "listenerPort", "startPort", "endPort"],
    "alicloud:alb/listener:Listener": ["loadBalancerId", "listenerPort"],
    "alicloud:slb/listener:Listener": ["loadBalancerId", "frontendPort"],
  },
  options: {},
  judge(stack): Judgement[] {
    const served = new Listeners(stack);
    const ports = new InstancePorts(stack);
    const instances = stack.ofType(type).flatMap((access) => {
      const { isSure, targets } = leadsTo(stack, access, { [ecsType]: ["id", "privateIp"] });
      const found = targets.filter((target) => target.type === ecsType);
      return found.map((target) => ({
        resource: access,
        ...provided(isSure, ports.verdictOf(access.at("port"), target), unknownTarget(access)),
      }));
    });
    const { links, open } = balancerLinks(stack);
    const balancers = [
      ...links.map(({ access, balancer: target, isSure }) => ({
        resource: access,
        ...provided(isSure, served.verdictOf(access, target), unknownTarget(access)),
      })),
      ...open.map((access) => ({ resource: access, ...undecided(unknownTarget(access)) })),
    ];
    return [...balancers, ...instances];
  },
  examples: {
    fails: [balancer, listener(8080), authorization],
    passes: [balancer, listener(80), authorization],
  },
});

/** Listeners by balancer, and those whose balancer nobody knows yet. */
class Listeners {
  private readonly byBalancer = new Map<Node, Node[]>();
  private readonly open: Node[] = [];

  constructor(stack: Stack) {
    for (const listenerType of new Set(Object.values(listeners).map(([name]) => name))) {
      const balancers = Object.keys(listeners).filter((it) => listeners[it]?.[0] === listenerType);
      const paths = Object.fromEntries(balancers.map((it) => [it, ["id"]]));
      for (const one of stack.ofType(listenerType)) {
        const { isSure, targets } = referenceOf(stack, one, "loadBalancerId", paths);
        if (!isSure) this.open.push(one);
        for (const target of isSure ? targets : []) {
          const same = this.byBalancer.get(target);
          if (same) same.push(one);
          else this.byBalancer.set(target, [one]);
        }
      }
    }
  }

  verdictOf(access: Node, target: Node): Verdict {
    const [listenerType, portOf = ""] = listeners[target.type] ?? [];
    const own = (this.byBalancer.get(target) ?? []).map((one) => portsOf(one, portOf));
    return whenKnown("port", access.at("port"), (seen) => {
      const answers = own.map((ports) => has(ports, seen));
      if (answers.includes(true)) return complies;
      if (answers.includes(undefined))
        return undecided(`the port of a listener of ${target.name} is not known yet`);
      const perhaps = this.open.find(
        (one) => one.type === listenerType && has(portsOf(one, portOf), seen) !== false,
      );
      if (perhaps) return undecided(`the balancer of ${perhaps.name} is not known yet`);
      const served = own.length === 0 ? "none" : own.map((ports) => ports.join(" to ")).join(", ");
      return violates({
        property: "port",
        seen,
        wanted: `the port of a listener of ${target.name}, which has ${served}`,
      });
    });
  }
}

/** Its port, or the first and the last one: an NLB's listener on port 0 takes a range. */
function portsOf(listener: Node, property: string): readonly unknown[] {
  const port = listener.at(property);
  const isRange = listener.type === nlbListenerType && port === 0;
  return isRange ? [listener.at("startPort"), listener.at("endPort")] : [port];
}

/** Whether a port is among them; undefined while that is not known. */
function has(ports: readonly unknown[], port: unknown): boolean | undefined {
  if (ports.some(isUnknown)) return undefined;
  const [first, last = first] = ports;
  return Number(first) <= Number(port) && Number(port) <= Number(last);
}
