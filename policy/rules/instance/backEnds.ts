import { hasUnknown, textsIn } from "../../core/facts";
import type { Node, Stack } from "../../core/stack";
import { ecsType, type Front, leadsTo, vpcAccessType } from "../backEndTypes";
import { BehindGateway, behindGatewayReads, clbGroupType } from "./behindGateway";

export { ecsType } from "../backEndTypes";

/** Where a resource names the instances that it leads to, and what stands before them when that is another one. */
interface Way {
  /** Property with an id, an address, or a list with them in it. */
  readonly servers: string;
  /** Part of the elements of a list. */
  readonly part?: string;
  readonly front?: string;
}

const ways: Readonly<Record<string, Way>> = {
  [vpcAccessType]: { servers: "instanceId" },
  "alicloud:alb/serverGroup:ServerGroup": { servers: "servers", part: "serverId" },
  "alicloud:nlb/serverGroupServerAttachment:ServerGroupServerAttachment": {
    servers: "serverId",
    front: "serverGroupId",
  },
  "alicloud:slb/serverGroupServerAttachment:ServerGroupServerAttachment": {
    servers: "serverId",
    front: "serverGroupId",
  },
  [clbGroupType]: { servers: "servers", part: "serverIds" },
  "alicloud:slb/backendServer:BackendServer": {
    servers: "backendServers",
    part: "serverId",
    front: "loadBalancerId",
  },
  "alicloud:slb/attachment:Attachment": { servers: "instanceIds", front: "loadBalancerId" },
};

/** What is read to tell which instances are back ends. */
export const backEndReads: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    Object.entries(ways).map(([type, { servers, part, front }]) => [
      type,
      [part === undefined ? servers : `${servers}[].${part}`, ...(front === undefined ? [] : [front])],
    ]),
  ),
  [ecsType]: ["privateIp"],
};

/** What is read to tell which instances the gateway reaches. */
export const gatewayBackEndReads: typeof backEndReads = {
  ...behindGatewayReads,
  ...backEndReads,
  [clbGroupType]: [...(backEndReads[clbGroupType] ?? []), ...(behindGatewayReads[clbGroupType] ?? [])],
};

/** Instances behind one entry: an authorization, a server group or a balancer. */
export interface Entry {
  readonly front: Node;
  /** Property of the front that tells what the instances are attached to; undefined when it is the front. */
  readonly behind: string | undefined;
  readonly instances: readonly Node[];
  /** Instances that may be behind it besides, when not all of its servers are known yet. */
  readonly possible: readonly Node[];
}

/** Instances by what leads to them: by dependency, id or private address. */
export function entriesOf(stack: Stack): readonly Entry[] {
  const all = stack.ofType(ecsType);
  if (all.length === 0) return [];
  const found = new Map<
    unknown,
    { front: Node; behind: string | undefined; instances: Set<Node>; possible: readonly Node[] }
  >();
  for (const [type, way] of Object.entries(ways)) {
    for (const node of stack.ofType(type)) {
      const { instances, possible } =
        type === vpcAccessType ? ledTo(stack, node, all) : servedBy(stack, node, way, all);
      if (instances.length === 0 && possible.length === 0) continue;
      // Servers that are attached one by one to the same balancer or group stand behind one entry.
      const { front: property } = way;
      const key = (property && (node.from(property)[0] ?? textsIn(node.at(property))[0])) ?? node;
      const entry = found.get(key) ?? { front: node, behind: property, instances: new Set(), possible };
      for (const instance of instances) entry.instances.add(instance);
      if (entry.possible.length < possible.length) entry.possible = possible;
      found.set(key, entry);
    }
  }
  return [...found.values()].map((entry) => ({ ...entry, instances: [...entry.instances] }));
}

type Served = Pick<Entry, "instances" | "possible">;

function ledTo(stack: Stack, access: Node, all: readonly Node[]): Served {
  const { isSure, targets } = leadsTo(stack, access, { [ecsType]: ["id", "privateIp"] });
  const instances = targets.filter(({ type }) => type === ecsType);
  if (isSure) return { instances, possible: [] };
  return { instances: [], possible: targets.length === 0 ? all : instances };
}

function servedBy(stack: Stack, node: Node, { servers }: Way, all: readonly Node[]): Served {
  const value = node.at(servers);
  const named = textsIn(value).flatMap((text) =>
    ["id", "privateIp"].flatMap((path) => stack.having(node, text, ecsType, path)),
  );
  const isOpen = hasUnknown(value);
  if (!isOpen && named.length > 0) return { instances: named, possible: [] };
  const sources = node.from(servers);
  const direct = sources.filter(({ type }) => type === ecsType);
  const behind = sources.flatMap((source) => source.sources()).filter(({ type }) => type === ecsType);
  const instances = [...named, ...(direct.length > 0 ? direct : behind)];
  return { instances, possible: isOpen && instances.length === named.length ? all : [] };
}

/** Every instance that requests of the gateway reach, or may, by a balancer or not; each once. */
export function backEndsOf(stack: Stack): ReadonlyMap<Node, Front> {
  const found = new Map<Node, Front>();
  const entries = entriesOf(stack);
  const gateway = new BehindGateway(stack);
  for (const { front, behind, instances } of entries) {
    const way = { front, ...gateway.reach(front, behind) };
    for (const instance of instances) if (!found.get(instance)?.isSure) found.set(instance, way);
  }
  // Most entries of which nothing is known share one list of all instances.
  const fronts = new Map(entries.map(({ front, possible }) => [possible, front]));
  for (const [possible, front] of fronts) {
    for (const instance of possible) {
      if (!found.has(instance)) found.set(instance, { front, isSure: false });
    }
  }
  return found;
}
