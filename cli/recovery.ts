import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** An operation that the engine had started before it was ended. */
export interface PendingOperation {
  type: string;
  resource: { urn: string; type: string; inputs?: Record<string, unknown> };
}

/** A resource of the local cloud, as its `objects` lists it. */
export interface HeldObject {
  kind: string;
  id: string;
  name: string;
  createdTime: string;
  belongsTo: Record<string, string>;
}

/** Decision about a resource whose creation was interrupted. */
export interface Recovered {
  urn: string;
  /** ID for the adoption. Undefined if nothing was created, or if the creation can be repeated. */
  id?: string;
  /** True if the result of the creation is unknown, because recovery does not support the resource type. */
  untold?: true;
}

/** How to find a created object: its kind, the inputs that identify it, and the form of its ID. */
interface Finder {
  kind: string;
  /**
   * Input with the object's name, or a function that derives the name from several inputs. Empty for objects without a
   * name.
   */
  name: string | ((inputs: Record<string, unknown>) => string);
  /** Inputs with the IDs of the objects that contain this object, by field of the object. @default no inputs */
  within?: Record<string, string>;
  /** Input whose value is the prefix of the provider's ID. @default no prefix */
  prefix?: string;
}

const finders: Readonly<Record<string, Finder>> = {
  "alicloud:vpc/network:Network": { kind: "vpc", name: "vpcName" },
  "alicloud:vpc/switch:Switch": { kind: "vswitch", name: "vswitchName", within: { vpcId: "vpcId" } },
  "alicloud:ecs/securityGroup:SecurityGroup": {
    kind: "securityGroup",
    name: "securityGroupName",
    within: { vpcId: "vpcId" },
  },
  "alicloud:ecs/ecsPrefixList:EcsPrefixList": { kind: "prefixList", name: "prefixListName" },
  "alicloud:ecs/instance:Instance": {
    kind: "instance",
    name: "instanceName",
    within: { vswitchId: "vswitchId" },
  },
  "alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer": {
    kind: "loadBalancer",
    name: "loadBalancerName",
  },
  "alicloud:slb/serverGroup:ServerGroup": {
    kind: "vServerGroup",
    name: "name",
    within: { loadBalancerId: "loadBalancerId" },
  },
  "alicloud:alb/loadBalancer:LoadBalancer": { kind: "albLoadBalancer", name: "loadBalancerName" },
  "alicloud:alb/serverGroup:ServerGroup": { kind: "albServerGroup", name: "serverGroupName" },
  "alicloud:alb/listener:Listener": {
    kind: "albListener",
    name: "",
    within: { loadBalancerId: "loadBalancerId" },
  },
  "alicloud:apigateway/instance:Instance": { kind: "gatewayInstance", name: "instanceName" },
  "alicloud:apigateway/accessControlList:AccessControlList": {
    kind: "accessControlList",
    name: "accessControlListName",
  },
  "alicloud:dns/alidnsRecord:AlidnsRecord": {
    kind: "dnsRecord",
    name: ({ rr, domainName }) => `${rr}.${domainName}`,
  },
  "alicloud:apigateway/group:Group": { kind: "apiGroup", name: "name" },
  "alicloud:apigateway/app:App": { kind: "app", name: "name" },
  "alicloud:apigateway/plugin:Plugin": { kind: "plugin", name: "pluginName" },
  "alicloud:apigateway/api:Api": {
    kind: "api",
    name: "name",
    within: { groupId: "groupId" },
    prefix: "groupId",
  },
};

/** IDs that the provider derives from inputs. A refresh finds out whether the object exists. */
const derived: Readonly<Record<string, (inputs: Record<string, unknown>) => string>> = {
  "alicloud:slb/listener:Listener": (of) => `${of.loadBalancerId}:${of.protocol}:${of.frontendPort}`,
  "alicloud:slb/serverGroupServerAttachment:ServerGroupServerAttachment": (of) =>
    `${of.serverGroupId}:${of.serverId}:${of.port}`,
  "alicloud:alb/loadBalancerSecurityGroupAttachment:LoadBalancerSecurityGroupAttachment": (of) =>
    `${of.loadBalancerId}:${of.securityGroupId}`,
  "alicloud:apigateway/vpcAccess:VpcAccess": (of) => `${of.name}:${of.vpcId}:${of.instanceId}:${of.port}`,
  "alicloud:apigateway/pluginAttachment:PluginAttachment": (of) =>
    `${of.groupId}:${of.apiId}:${of.pluginId}:${of.stageName}`,
  "alicloud:apigateway/groupPluginAttachment:GroupPluginAttachment": (of) =>
    `${of.groupId}:${of.pluginId}:${of.stageName}`,
  "alicloud:apigateway/aclEntryAttachment:AclEntryAttachment": (of) => `${of.aclId}:${of.entry}`,
  "alicloud:apigateway/instanceAclAttachment:InstanceAclAttachment": (of) =>
    `${of.instanceId}:${of.aclId}:${of.aclType}`,
  "alicloud:apigateway/logConfig:LogConfig": (of) => String(of.logType),
  "alicloud:log/project:Project": (of) => String(of.projectName ?? of.name),
  "alicloud:log/store:Store": (of) => `${of.projectName ?? of.project}:${of.logstoreName ?? of.name}`,
  "alicloud:log/storeIndex:StoreIndex": (of) => `${of.project}:${of.logstore}`,
};

/**
 * Resource types whose creation can be repeated. They exist only in the state (random values), the cloud accepts the
 * same call again (a rule), or they look up existing objects themselves (dynamic resources of this package).
 */
const repeatable = /^(random:|alicloud:ecs\/securityGroupRule:|pulumi-nodejs:dynamic\/alicloud-vpc-api:)/;

/** Whether a pending creation of this resource type can be adopted or repeated. */
export const isRecoverable = (type: string): boolean =>
  type in finders || type in derived || repeatable.test(type);

/** Decides about every interrupted creation: compares the objects of the cloud with the IDs in the state. */
export function recoverCreates(
  pending: readonly PendingOperation[],
  objects: readonly HeldObject[],
  knownIds: readonly string[],
): Recovered[] {
  // The ID of a child object contains the IDs of its parents.
  const known = new Set(knownIds.flatMap((id) => [id, ...id.split(":")]));
  return pending
    .filter(({ type }) => type === "creating")
    .map(({ resource: { urn, type, inputs = {} } }) => {
      const id = derived[type]?.(inputs) ?? findId(finders[type], inputs, objects, known);
      if (id === undefined) return isRecoverable(type) ? { urn } : { urn, untold: true as const };
      known.add(id.split(":").at(-1) ?? id);
      return { urn, id };
    });
}

function findId(
  finder: Finder | undefined,
  inputs: Record<string, unknown>,
  objects: readonly HeldObject[],
  known: ReadonlySet<string>,
): string | undefined {
  if (!finder) return undefined;
  const { kind, name, within = {}, prefix } = finder;
  const wanted = typeof name === "string" ? inputs[name] : name(inputs);
  const object = objects
    // The local cloud puts the region before the ID of a gateway instance, because IDs repeat in different regions.
    .map((it) => ({ ...it, id: it.id.split("/").at(-1) ?? it.id }))
    .filter((it) => it.kind === kind && !known.has(it.id))
    .filter((it) => wanted === undefined || it.name === wanted)
    .filter((it) => Object.entries(within).every(([field, input]) => it.belongsTo[field] === inputs[input]))
    .at(-1);
  if (!object) return undefined;
  return prefix === undefined ? object.id : `${inputs[prefix]}:${object.id}`;
}

/**
 * Adds the adopted resources to an exported stack, and removes all pending operations. A refresh reads their values.
 */
export function withRecovered(exported: string, recovered: readonly Recovered[]): string {
  const stack: { deployment: { resources?: object[]; pending_operations?: PendingOperation[] } } =
    JSON.parse(exported);
  const { resources = [], pending_operations = [] } = stack.deployment;
  const ids = new Map(recovered.map(({ urn, id }) => [urn, id]));
  const taken = pending_operations.flatMap(({ type, resource }) => {
    const id = type === "creating" ? ids.get(resource.urn) : undefined;
    return id === undefined ? [] : [{ ...resource, id }];
  });
  const deployment = { ...stack.deployment, resources: [...resources, ...taken], pending_operations: [] };
  return JSON.stringify({ ...stack, deployment });
}

/** Reads the pending operations and all known IDs from a state file. */
export function readPending(stateFile: string): { pending: PendingOperation[]; ids: string[] } {
  const { checkpoint } = JSON.parse(readFileSync(stateFile, "utf8"));
  const latest = checkpoint?.latest ?? {};
  const resources: { id?: string }[] = latest.resources ?? [];
  return {
    pending: latest.pending_operations ?? [],
    ids: resources.flatMap(({ id }) => (id === undefined ? [] : [id])),
  };
}

/** Variable of every process in a run of a local stack. Its value is the state folder. */
export const runVariable = "ALICLOUD_VPC_API_RUN";

/**
 * Ends processes that a killed engine left running. A plugin would otherwise create resources that no state records. A
 * variable that only runs of this project set identifies them. Linux only; on other systems plugins end by themselves.
 */
export function endLeftovers(backendDir: string): number {
  if (process.platform !== "linux") return 0;
  const marker = `${runVariable}=${backendDir}`;
  const pids = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && readVariables(pid).includes(marker));
  for (const pid of pids) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // The process has already ended.
    }
  }
  return pids.length;
}

function readVariables(pid: number): string[] {
  try {
    return readFileSync(join("/proc", String(pid), "environ"), "utf8").split("\0");
  } catch {
    return [];
  }
}
