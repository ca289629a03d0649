import { textsIn } from "../../core/facts";
import type { Node, Stack } from "../../core/stack";
import { vpcAccessType } from "../balancer/backEnds";

export const ecsType = "alicloud:ecs/instance:Instance";

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
  "alicloud:slb/serverGroup:ServerGroup": { servers: "servers", part: "serverIds" },
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

/** Instances behind one entry: an authorization, a server group or a balancer. */
export interface Entry {
  readonly front: Node;
  readonly instances: readonly Node[];
}

/** Instances by what leads to them: by dependency, id or private address. */
export function entriesOf(stack: Stack): readonly Entry[] {
  const byValue = new Map<unknown, Node>();
  for (const instance of stack.ofType(ecsType)) {
    for (const path of ["id", "privateIp"]) byValue.set(instance.at(path), instance);
  }
  const found = new Map<unknown, { front: Node; instances: Set<Node> }>();
  for (const [type, { servers, front: property }] of Object.entries(ways)) {
    for (const node of stack.ofType(type)) {
      const named = textsIn(node.at(servers)).flatMap((text) => byValue.get(text) ?? []);
      const instances = [...node.from(servers).filter((other) => other.type === ecsType), ...named];
      if (instances.length === 0) continue;
      // Servers that are attached one by one to the same balancer or group stand behind one entry.
      const key = (property && (node.from(property)[0] ?? textsIn(node.at(property))[0])) ?? node;
      const entry = found.get(key) ?? { front: node, instances: new Set() };
      for (const instance of instances) entry.instances.add(instance);
      found.set(key, entry);
    }
  }
  return [...found.values()].map(({ front, instances }) => ({ front, instances: [...instances] }));
}

/** Every instance that requests of the gateway or of a balancer reach, with what leads there; each once. */
export function backEndsOf(stack: Stack): ReadonlyMap<Node, Node> {
  return new Map(
    entriesOf(stack).flatMap(({ front, instances }) =>
      instances.map((instance) => [instance, front] as const),
    ),
  );
}
