import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** An operation that the engine had started before it was ended. */
export interface PendingOperation {
  type: string;
  resource: {
    urn: string;
    type: string;
    inputs?: Record<string, unknown>;
    /** `URN::ID` of the provider. */
    provider?: string;
  };
}

/** A resource of the local cloud, as its `objects` lists it. */
export interface HeldObject {
  kind: string;
  id: string;
  /** Empty for a resource without a region. */
  regionId: string;
  name: string;
  /** UTC, ISO 8601, in whole seconds. */
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
  /** IDs of objects that may be the result of the creation, if that is not certain. None of them is adopted. */
  doubtful?: readonly string[];
}

/** What is known about an interrupted run. An object is adopted only if this run can have created it. */
export interface InterruptedRun {
  /** ISO 8601. Undefined if it is unknown; no object is certain then. */
  startedAt: string | undefined;
  /** Region of each provider by its reference `URN::ID`. */
  regions: ReadonlyMap<string, string>;
  /** All IDs in the state. */
  ids: readonly string[];
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

/** IDs that the provider derives from inputs. If the cloud does not list it, a refresh finds out whether it exists. */
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

/** Kinds of objects whose ID is the derived one. Their names are not unique to a stack. */
const kindsOfDerived: Readonly<Record<string, string>> = {
  "alicloud:log/project:Project": "logProject",
  "alicloud:log/store:Store": "logStore",
};

/**
 * Resource types whose creation can be repeated. They exist only in the state (random values), the cloud accepts the
 * same call again (a rule), or they look up existing objects themselves (dynamic resources of this package).
 */
const repeatable = /^(random:|alicloud:ecs\/securityGroupRule:|pulumi-nodejs:dynamic\/alicloud-vpc-api:)/;

/** Whether a pending creation of this resource type can be adopted or repeated. */
export const isRecoverable = (type: string): boolean =>
  type in finders || type in derived || repeatable.test(type);

/**
 * Decides about every interrupted creation: compares the objects of the cloud with the state and with the time and the
 * regions of the run.
 */
export function recoverCreates(
  pending: readonly PendingOperation[],
  objects: readonly HeldObject[],
  run: InterruptedRun,
): Recovered[] {
  // The ID of a child object contains the IDs of its parents.
  const known = new Set(run.ids.flatMap((id) => [id, ...id.split(":")]));
  const creations = pending.filter(({ type }) => type === "creating").map(({ resource }) => resource);
  const matching = (resource: PendingResource) => findCandidates(resource, objects, run, known);
  return creations.map((resource, index) => {
    const { urn, type, inputs = {} } = resource;
    if (!isRecoverable(type)) return { urn, untold: true as const };
    const candidates = derived[type] ? findDerived(resource, objects) : matching(resource);
    const [object, ...others] = candidates.filter((it) => isOfRun(it, run));
    if (!object) {
      // Older objects are of an earlier run or of somebody else.
      return candidates.length > 0 ? { urn, doubtful: candidates.map(({ id }) => id) } : { urn };
    }
    if (derived[type]) return { urn, id: object.id };
    // Each of several equal creations may have made each of the objects. A further object is of somebody else.
    const rivals = creations
      .slice(index)
      .filter((other) => matching(other).some(({ id }) => id === object.id));
    if (run.startedAt === undefined || others.length + 1 > rivals.length) {
      return { urn, doubtful: [object, ...others].map(({ id }) => id) };
    }
    known.add(object.id);
    const prefix = finders[type]?.prefix;
    return { urn, id: prefix === undefined ? object.id : `${inputs[prefix]}:${object.id}` };
  });
}

type PendingResource = PendingOperation["resource"];

/** Objects that match the inputs and the region of a resource, oldest first. */
function findCandidates(
  { type, inputs = {}, provider = "" }: PendingResource,
  objects: readonly HeldObject[],
  run: InterruptedRun,
  known: ReadonlySet<string>,
): HeldObject[] {
  const finder = finders[type];
  if (!finder) return [];
  const { kind, name, within = {} } = finder;
  const wanted = typeof name === "string" ? inputs[name] : name(inputs);
  const region = run.regions.get(provider);
  return (
    objects
      // The local cloud puts the region before the ID of a gateway instance, because IDs repeat in different regions.
      .map((it) => ({ ...it, id: it.id.split("/").at(-1) ?? it.id }))
      .filter((it) => it.kind === kind && !known.has(it.id))
      .filter((it) => wanted === undefined || it.name === wanted)
      .filter((it) => Object.entries(within).every(([field, input]) => it.belongsTo[field] === inputs[input]))
      .filter((it) => region === undefined || it.regionId === "" || it.regionId === region)
  );
}

/** The object with the ID that the provider derives from inputs. For most types, the cloud does not list the objects. */
function findDerived({ type, inputs = {} }: PendingResource, objects: readonly HeldObject[]): Candidate[] {
  const id = derived[type]?.(inputs);
  if (id === undefined) return [];
  const listed = objects.filter((it) => it.kind === kindsOfDerived[type] && it.id === id);
  return type in kindsOfDerived ? listed : [{ id }];
}

/** An object that a creation may have made. Its time is unknown if the cloud does not list it. */
type Candidate = Pick<HeldObject, "id"> & Partial<HeldObject>;

/** Whether an object is at least as new as the run. Its time has whole seconds. */
const isOfRun = ({ createdTime }: Candidate, { startedAt }: InterruptedRun): boolean =>
  startedAt === undefined ||
  createdTime === undefined ||
  Date.parse(createdTime) >= Math.floor(Date.parse(startedAt) / 1_000) * 1_000;

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

/** Reads the pending operations, all known IDs and the regions of the providers from a state file. */
export function readPending(stateFile: string): {
  pending: PendingOperation[];
  ids: string[];
  regions: Map<string, string>;
} {
  const { checkpoint } = JSON.parse(readFileSync(stateFile, "utf8"));
  const latest = checkpoint?.latest ?? {};
  const resources: StateResource[] = latest.resources ?? [];
  return {
    pending: latest.pending_operations ?? [],
    ids: resources.flatMap(({ id }) => (id === undefined ? [] : [id])),
    regions: new Map(
      resources.flatMap(({ urn, id, type, inputs }) =>
        type === "pulumi:providers:alicloud" && typeof inputs?.region === "string"
          ? [[`${urn}::${id}`, inputs.region]]
          : [],
      ),
    ),
  };
}

interface StateResource {
  urn: string;
  type: string;
  id?: string;
  inputs?: Record<string, unknown>;
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
