import { addToList } from "../../core/lists";
import { resolveReference } from "../../core/reference";
import { type Evaluation, stackRule } from "../../core/rule";
import type { Stack, StackResource } from "../../core/stack";
import { isUnknown } from "../../core/values";
import { complies, decideIf, undecided, type Verdict, violates, whenKnown } from "../../core/verdict";
import { ecsType, explainUnknownTarget } from "../backEndTypes";
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
  title: "Port of an authorization is served",
  description:
    "The port of a VPC access authorization is the port of a listener of its load balancer, or one that " +
    "the security groups of its instance allow.",
  why:
    "The gateway calls the back end on the port of the authorization. If nothing listens there, every " +
    "call fails.",
  severity: "medium",
  level: "advisory",
  tags: [],
  hint: "Set port to the port of a listener, or create a listener on it.",
  argument: "balancer: { port: 80 }",
  type,
  reads: {
    ...backEndReads,
    [type]: [...backEndReads[type], "port"],
    ...instancePortReads,
    [nlbListenerType]: ["loadBalancerId", "listenerPort", "startPort", "endPort"],
    "alicloud:alb/listener:Listener": ["loadBalancerId", "listenerPort"],
    "alicloud:slb/listener:Listener": ["loadBalancerId", "frontendPort"],
  },
  options: {},
  evaluate(stack): Evaluation[] {
    const served = new Listeners(stack);
    const ports = new InstancePorts(stack);
    const { links, open, unseen } = findLinks(stack, [...balancerTypes, ecsType]);
    return [
      ...links.map(({ access, target, isCertain }) => {
        const verdict =
          target.type === ecsType ? ports.check(access.get("port"), target) : served.check(access, target);
        return { resource: access, ...decideIf(isCertain, verdict, explainUnknownTarget(access)) };
      }),
      ...open.map((access) => ({ resource: access, ...undecided(explainUnknownTarget(access)) })),
      ...evaluateUnseen(unseen),
    ];
  },
  examples: {
    fails: [balancer, listener(8080), authorization],
    passes: [balancer, listener(80), authorization],
  },
});

/** Indexes listeners by load balancer. */
class Listeners {
  private readonly byBalancer = new Map<StackResource, StackResource[]>();
  private readonly open: StackResource[] = [];

  constructor(stack: Stack) {
    for (const listenerType of new Set(Object.values(listeners).map(([name]) => name))) {
      const balancers = Object.keys(listeners).filter((it) => listeners[it]?.[0] === listenerType);
      const paths = Object.fromEntries(balancers.map((it) => [it, ["id"]]));
      for (const one of stack.ofType(listenerType)) {
        const { isCertain, targets } = resolveReference(stack, one, "loadBalancerId", paths);
        if (!isCertain) this.open.push(one);
        for (const target of isCertain ? targets : []) {
          addToList(this.byBalancer, target, one);
        }
      }
    }
  }

  check(access: StackResource, target: StackResource): Verdict {
    const [listenerType, portProperty = ""] = listeners[target.type] ?? [];
    const own = (this.byBalancer.get(target) ?? []).map((one) => parsePorts(one, portProperty));
    return whenKnown("port", access.get("port"), (actual) => {
      const answers = own.map((ports) => servesPort(ports, actual));
      if (answers.includes(true)) return complies;
      if (answers.includes(undefined))
        return undecided(`the port of a listener of ${target.name} is unknown at preview`);
      const candidate = this.open.find(
        (one) => one.type === listenerType && servesPort(parsePorts(one, portProperty), actual) !== false,
      );
      if (candidate) return undecided(`the balancer of ${candidate.name} is unknown at preview`);
      const served = own.length === 0 ? "none" : own.map((ports) => ports.join(" to ")).join(", ");
      return violates({
        property: "port",
        actual,
        expected: `a listener port of ${target.name} (${served})`,
      });
    });
  }
}

/** Returns the port of a listener, or the first and last port: an NLB listener with port 0 servesPort a port range. */
function parsePorts(listener: StackResource, property: string): readonly unknown[] {
  const port = listener.get(property);
  const isRange = listener.type === nlbListenerType && port === 0;
  return isRange ? [listener.get("startPort"), listener.get("endPort")] : [port];
}

/** Whether a listener serves a port; undefined while that is unknown at preview. */
function servesPort(ports: readonly unknown[], port: unknown): boolean | undefined {
  if (ports.some(isUnknown)) return undefined;
  const [first, last = first] = ports;
  return Number(first) <= Number(port) && Number(port) <= Number(last);
}
