import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** An operation that the engine had begun when it was ended. */
export interface PendingOperation {
  type: string;
  resource: { urn: string; type: string; inputs?: Record<string, unknown> };
}

/** What the local cloud holds, as its `objects` say. */
export interface HeldObject {
  kind: string;
  id: string;
  name: string;
  createdTime: string;
  belongsTo: Record<string, string>;
}

/** What is to be done about a resource that was being created. */
export interface Recovered {
  urn: string;
  /** Id by which it is taken over; undefined: nothing was created, or its creation can be repeated. */
  id?: string;
  /** Whether nobody can tell what was created: its type is none that is looked for. */
  untold?: true;
}

/** How an object that was created is found: by its kind, by inputs that name it, and the form of its id. */
interface Finder {
  kind: string;
  /** Input with its name, or what makes it of several; empty: it has none. */
  name: string | ((inputs: Record<string, unknown>) => string);
  /** Inputs with ids of what it belongs to, by the object's field. @default none */
  within?: Record<string, string>;
  /** Prefix of the id that the provider knows it by: the value of an input. @default none */
  prefix?: string;
}

const found: Readonly<Record<string, Finder>> = {
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

/** Ids that the provider makes of inputs; whether there is something under them, a refresh finds out. */
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
 * What is simply created again: it is nowhere but in the state (random values), the cloud takes the same once more
 * (a rule), or it finds out by itself what is there (resources of the package's own).
 */
const repeatable = /^(random:|alicloud:ecs\/securityGroupRule:|pulumi-nodejs:dynamic\/alicloud-vpc-api:)/;

/** Whether a pending creation of a resource of this type can be taken over or repeated. */
export const isRecoverable = (type: string): boolean =>
  type in found || type in derived || repeatable.test(type);

/** Decides about every resource that was being created, by what the cloud holds and the state does not know. */
export function recoverCreates(
  pending: readonly PendingOperation[],
  objects: readonly HeldObject[],
  knownIds: readonly string[],
): Recovered[] {
  // An id of a part has those of its whole in it.
  const known = new Set(knownIds.flatMap((id) => [id, ...id.split(":")]));
  return pending
    .filter(({ type }) => type === "creating")
    .map(({ resource: { urn, type, inputs = {} } }) => {
      const id = derived[type]?.(inputs) ?? findId(found[type], inputs, objects, known);
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
    // The local cloud tells gateway instances of two regions apart by the region before the id.
    .map((it) => ({ ...it, id: it.id.split("/").at(-1) ?? it.id }))
    .filter((it) => it.kind === kind && !known.has(it.id))
    .filter((it) => wanted === undefined || it.name === wanted)
    .filter((it) => Object.entries(within).every(([field, input]) => it.belongsTo[field] === inputs[input]))
    .at(-1);
  if (!object) return undefined;
  return prefix === undefined ? object.id : `${inputs[prefix]}:${object.id}`;
}

/** An exported stack with what is taken over as resources, whose values a refresh reads, and nothing pending. */
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

/** What a state file says of operations that were under way, and of all ids that it knows. */
export function readPending(stateFile: string): { pending: PendingOperation[]; ids: string[] } {
  const { checkpoint } = JSON.parse(readFileSync(stateFile, "utf8"));
  const latest = checkpoint?.latest ?? {};
  const resources: { id?: string }[] = latest.resources ?? [];
  return {
    pending: latest.pending_operations ?? [],
    ids: resources.flatMap(({ id }) => (id === undefined ? [] : [id])),
  };
}

/** Variable that every process of our own runs of a stack has; its value is the folder of the states. */
export const runVariable = "ALICLOUD_VPC_API_RUN";

/**
 * Ends what an engine that was killed has left running: a plug-in would go on creating what nobody knows of. They
 * are known by a variable that only our own runs give them. On Linux alone; elsewhere plug-ins end by themselves.
 */
export function endLeftovers(backendDir: string): number {
  if (process.platform !== "linux") return 0;
  const marker = `${runVariable}=${backendDir}`;
  const pids = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && variablesOf(pid).includes(marker));
  for (const pid of pids) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  }
  return pids.length;
}

function variablesOf(pid: number): string[] {
  try {
    return readFileSync(join("/proc", String(pid), "environ"), "utf8").split("\0");
  } catch {
    return [];
  }
}
