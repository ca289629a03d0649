import type { Stack, StackResource } from "../../core/stack";
import { collectStrings, hasUnknown } from "../../core/values";
import {
  albGroupType,
  type BackEndSource,
  clbGroupType,
  ecsType,
  instanceAddresses,
  instanceNames,
  resolveBackEnd,
  vpcAccessType,
} from "../backEndTypes";
import { BehindGateway, behindGatewayReads } from "./behindGateway";
import { isResource, ScalingGroups, scalingReads } from "./scalingGroups";

export { ecsType } from "../backEndTypes";

/** Properties of a resource type that sends requests to instances. */
interface ServerProperties {
  /** Property with an ID, an address, or a list of them. */
  readonly servers: string;
  /** Property of the elements of a list. */
  readonly part?: string;
  /** Property that names the server group or load balancer, for an attachment. */
  readonly target?: string;
}

const serverProperties: Readonly<Record<string, ServerProperties>> = {
  [vpcAccessType]: { servers: "instanceId" },
  [albGroupType]: { servers: "servers", part: "serverId" },
  "pulumi-nodejs:dynamic/alicloud-vpc-api:AlbServer": { servers: "serverId", target: "serverGroupId" },
  "alicloud:nlb/serverGroupServerAttachment:ServerGroupServerAttachment": {
    servers: "serverId",
    target: "serverGroupId",
  },
  "alicloud:slb/serverGroupServerAttachment:ServerGroupServerAttachment": {
    servers: "serverId",
    target: "serverGroupId",
  },
  [clbGroupType]: { servers: "servers", part: "serverIds" },
  "alicloud:slb/backendServer:BackendServer": {
    servers: "backendServers",
    part: "serverId",
    target: "loadBalancerId",
  },
  "alicloud:slb/attachment:Attachment": { servers: "instanceIds", target: "loadBalancerId" },
};

/** Properties that determine which instances are back ends of something. */
export const backEndReads: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    Object.entries(serverProperties).map(([type, { servers, part, target }]) => [
      type,
      [part === undefined ? servers : `${servers}[].${part}`, ...(target === undefined ? [] : [target])],
    ]),
  ),
  ...scalingReads,
  [ecsType]: instanceAddresses,
};

/** Properties that determine which instances the gateway reaches. */
export const gatewayBackEndReads: typeof backEndReads = {
  ...behindGatewayReads,
  ...backEndReads,
  [clbGroupType]: [...(backEndReads[clbGroupType] ?? []), ...(behindGatewayReads[clbGroupType] ?? [])],
};

/** Instances behind one authorization, server group or load balancer. */
export interface Entry {
  readonly source: StackResource;
  /** Property of the source that names the group or load balancer; undefined if the source is that itself. */
  readonly targetProperty: string | undefined;
  /** Instances, and scaling groups that create instances. */
  readonly instances: readonly StackResource[];
  /** Further instances that may be behind it, while some of its servers are unknown. */
  readonly possible: readonly StackResource[];
}

/** Groups instances and scaling groups by their source: by dependency, ID or private address. */
export function findEntries(
  stack: Stack,
  scalingGroups: ScalingGroups = new ScalingGroups(stack),
): readonly Entry[] {
  const all = stack.ofType(ecsType);
  if (all.length === 0 && scalingGroups.all.length === 0) return [];
  const found = new Map<
    unknown,
    {
      source: StackResource;
      targetProperty: string | undefined;
      instances: Set<StackResource>;
      possible: readonly StackResource[];
    }
  >();
  for (const [type, way] of Object.entries(serverProperties)) {
    for (const node of stack.ofType(type)) {
      const { instances, possible } =
        type === vpcAccessType
          ? findAuthorizedInstances(stack, node, all)
          : findServers(stack, node, way, all);
      if (instances.length === 0 && possible.length === 0) continue;
      // Servers that are attached one by one to the same load balancer or group belong to one entry.
      const { target: property } = way;
      const key =
        (property && (node.dependencies(property)[0] ?? collectStrings(node.get(property))[0])) ?? node;
      const entry = found.get(key) ?? {
        source: node,
        targetProperty: property,
        instances: new Set(),
        possible,
      };
      for (const instance of instances) entry.instances.add(instance);
      if (entry.possible.length < possible.length) entry.possible = possible;
      found.set(key, entry);
    }
  }
  for (const group of scalingGroups.all) {
    const targets = scalingGroups.findTargets(group);
    const resources = targets.filter(isResource);
    for (const key of resources.length > 0 ? resources : targets) {
      const entry = found.get(key) ?? {
        source: group,
        targetProperty: undefined,
        instances: new Set(),
        possible: [],
      };
      for (const each of [group, ...scalingGroups.findInstances(group)]) entry.instances.add(each);
      found.set(key, entry);
    }
  }
  return [...found.values()].map((entry) => ({ ...entry, instances: [...entry.instances] }));
}

type Served = Pick<Entry, "instances" | "possible">;

function findAuthorizedInstances(stack: Stack, access: StackResource, all: readonly StackResource[]): Served {
  const { isCertain, targets } = resolveBackEnd(stack, access, { [ecsType]: instanceNames });
  const instances = targets.filter(({ type }) => type === ecsType);
  if (isCertain) return { instances, possible: [] };
  return { instances: [], possible: targets.length === 0 ? all : instances };
}

function findServers(
  stack: Stack,
  node: StackResource,
  { servers }: ServerProperties,
  all: readonly StackResource[],
): Served {
  const value = node.get(servers);
  const instancesByValue = collectStrings(value).flatMap((text) =>
    instanceNames.flatMap((path) => stack.findByValue(node, text, ecsType, path)),
  );
  const isOpen = hasUnknown(value);
  if (!isOpen && instancesByValue.length > 0) return { instances: instancesByValue, possible: [] };
  const sources = node.dependencies(servers);
  const direct = sources.filter(({ type }) => type === ecsType);
  const indirect = sources
    .flatMap((source) => source.allDependencies())
    .filter(({ type }) => type === ecsType);
  const instances = [...instancesByValue, ...(direct.length > 0 ? direct : indirect)];
  return { instances, possible: isOpen && instances.length === instancesByValue.length ? all : [] };
}

/** Finds the instances and scaling groups that requests of the gateway reach or may reach, each once. */
export function findBackEnds(
  stack: Stack,
  scalingGroups: ScalingGroups = new ScalingGroups(stack),
): ReadonlyMap<StackResource, BackEndSource> {
  const found = new Map<StackResource, BackEndSource>();
  const entries = findEntries(stack, scalingGroups);
  const gateway = new BehindGateway(stack, scalingGroups);
  for (const { source, targetProperty, instances } of entries) {
    const reach = { source, ...gateway.checkReach(source, targetProperty) };
    for (const instance of instances) if (!found.get(instance)?.isCertain) found.set(instance, reach);
  }
  // Entries with unknown servers share one list of all instances.
  const sources = new Map(entries.map(({ source, possible }) => [possible, source]));
  for (const [possible, source] of sources) {
    for (const instance of possible) {
      if (!found.has(instance)) found.set(instance, { source, isCertain: false });
    }
  }
  return found;
}
