import * as pulumi from "@pulumi/pulumi";
import * as alicloud from "../alicloud";
import { isKnown, knownValue } from "../validation/known";
import { ProgramError } from "../validation/programError";
import { domainKey, type Holder, type UniqueRole } from "./uniqueRoles";

/** How the resources of a role are unique. */
interface Uniqueness {
  noun: string;
  /** Property that names it. */
  property: string;
  /** Fix other than adopting the resource. @default "Use another name" */
  instead?: string;
  /** How to adopt the existing resource. @default an import, by a transform */
  adopt?: string;
  /** ID of a dynamic resource, whose creation adopts the one with this ID. @default the ID in the state */
  findId?(inputs: Inputs): string | undefined;
  /** Unique values of a resource with these inputs. Omits unknown values. @default its name */
  findKeys?(inputs: Inputs): string[];
}

type Inputs = Readonly<Record<string, unknown>>;

type Holders = ReadonlyMap<string, Holder>;

const text = (value: unknown): string[] => (typeof value === "string" && value !== "" ? [value] : []);

const uniqueness = {
  group: { noun: "API group", property: "groupName" },
  app: { noun: "app", property: "appName" },
  vpcAccess: {
    noun: "VPC access authorization",
    property: "accessName",
    instead:
      "Share it in a VpcApi with access: { accessName, accessId }, use another name and another target or port",
    findKeys: ({ name, vpcId, instanceId, port }) => {
      const target = [vpcId, instanceId, port];
      return [
        ...text(name),
        ...(target.every((part) => typeof part === "string" || typeof part === "number")
          ? [target.join(":")]
          : []),
      ];
    },
  },
  accessControlList: {
    noun: "access control list",
    property: "accessList",
    instead: "Use another component name, which is the prefix of this name",
    findKeys: ({ accessControlListName }) => text(accessControlListName),
  },
  logConfig: {
    noun: "access log",
    property: "accessLog",
    instead: "Remove accessLog: the existing one contains the calls of all groups of the region",
    findKeys: ({ logType }) => text(logType),
  },
  logProject: {
    noun: "log project",
    property: "project",
    instead: "Use another name, use that project with existing: { project, store }",
    findKeys: ({ projectName }) => text(projectName),
  },
  customDomain: {
    noun: "binding",
    property: "domain",
    instead: "Use another domain or base path",
    adopt: "take it from the other API group with takeOver: true",
    findId: ({ groupId, domain }) => (typeof groupId === "string" ? `${groupId}:${domain}` : undefined),
    // The same domain can be bound to several groups of an instance if their base paths differ.
    findKeys: ({ domain, basePath, instanceId, takeOver }) =>
      takeOver === true || ![domain, basePath, instanceId].every((part) => typeof part === "string")
        ? []
        : [domainKey(String(domain), String(basePath), String(instanceId))],
  },
} as const satisfies Record<UniqueRole, Uniqueness>;

export const isUniqueRole = (role: string): role is UniqueRole => Object.hasOwn(uniqueness, role);

/** Finds the resource that uses a value, and whether this stack manages it. */
export interface Lookup {
  /** Resources that use one of the keys. The result may contain others. */
  list(role: UniqueRole, keys: readonly string[]): Promise<Holders>;
  /** IDs of the resources of a role in the stack's state. */
  ownIds(role: UniqueRole): Promise<ReadonlySet<string>>;
}

/** Reason why a resource with these inputs cannot be created. Undefined if it can. */
export async function takenProblem(
  role: UniqueRole,
  inputs: Inputs,
  lookup: Lookup,
): Promise<string | undefined> {
  const kind: Uniqueness = uniqueness[role];
  const keys = kind.findKeys?.(inputs) ?? text(inputs.name);
  if (keys.length === 0) return undefined;
  const holders = await lookup.list(role, keys);
  for (const key of keys) {
    const holder = holders.get(key);
    if (!holder) continue;
    if (holder.importId === kind.findId?.(inputs)) continue;
    // A resource of this stack may release the name, or be replaced.
    if ((await lookup.ownIds(role)).has(holder.importId)) continue;
    const adopt =
      kind.adopt ??
      `adopt the existing resource: transform: { ${role}: (args, options, name) => { options.import = "${holder.importId}"; } }`;
    return (
      `${kind.property}: "${key}" is already used by ${kind.noun} ${holder.words}, which is not in this stack. ` +
      `${kind.instead ?? "Use another name"}, or ${adopt}.`
    );
  }
  return undefined;
}

const lists = new Map<string, Promise<Holders>>();
const states = new Map<string, Promise<ReadonlySet<string>>>();

/** Creates a lookup for a region, with the keys of the stack's configuration. */
function lookupIn(region: string | undefined, resource: pulumi.Resource): Lookup {
  return {
    list: (role, keys) =>
      role === "logProject"
        ? logProjects(keys, resource)
        : once(lists, `${role} ${region ?? ""}`, async () => {
            // Loaded on demand: importing the components must not load an SDK.
            const { listHolders } = require("./nameHolders") as typeof import("./nameHolders");
            return listHolders(role, { get: pulumi.runtime.getConfig }, region);
          }),
    ownIds: (role) => once(states, role, () => idsInState(resource, uniqueness[role])),
  };
}

/** Looks up log projects by name, with the provider, which has a client for that service. */
async function logProjects(ids: readonly string[], parent: pulumi.Resource): Promise<Holders> {
  const { names } = await alicloud.log.getProjects({ ids: [...ids] }, { parent });
  return new Map(names.map((name) => [name, { importId: name, words: name }]));
}

function once<T>(cache: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const result = cache.get(key) ?? make();
  cache.set(key, result);
  return result;
}

/** IDs of the resources in the stack's state before this update that have the type of a resource. */
async function idsInState(resource: pulumi.Resource, { findId }: Uniqueness): Promise<ReadonlySet<string>> {
  const name = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  // The engine cannot read the resources of a stack that was never updated.
  const { outputs: exported } = await pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", { name }, {});
  if (Object.keys(exported ?? {}).length === 0) return new Set();
  const read = "pulumi:pulumi:readStackResourceOutputs";
  const { outputs } = await pulumi.runtime.invoke(read, { stackName: name }, {});
  const resources: { type: string; outputs: Record<string, unknown> }[] = Object.values(outputs ?? {});
  // The SDK has this property but does not declare it.
  const { __pulumiType: type } = resource as unknown as { __pulumiType: string };
  const ids = resources
    .filter((it) => it.type === type)
    .map((it) => findId?.(it.outputs) ?? String(it.outputs.id ?? ""));
  return new Set(ids);
}

/**
 * Rejects, at preview, a new resource with a unique value that another resource of the account already uses.
 * An existing resource has an ID at preview, and the state has that of one that is replaced. `region` is
 * undefined for that of the stack.
 */
export async function refuseTakenNames(
  role: UniqueRole,
  resource: pulumi.CustomResource,
  args: pulumi.Inputs,
  region: pulumi.Input<string | undefined>,
): Promise<void> {
  // A resource whose registration fails reports its own error.
  if (await isKnown(resource.id).catch(() => true)) return;
  // Keeps the program running until the check ends. Not earlier: in a failed program, some never get an ID.
  const done = pulumi.runtime.rpcKeepAlive();
  const findProblem = async () => {
    const inputs: Record<string, unknown> = {};
    for (const [property, value] of Object.entries(args)) inputs[property] = await knownValue(value);
    return takenProblem(role, inputs, lookupIn(await knownValue(region), resource));
  };
  // Permission to create does not imply permission to list.
  const warn = (failure: unknown) =>
    pulumi.log.warn(`The names in use could not be checked. ${failure}`, resource);
  const problem = await findProblem().catch(warn);
  // Runs after the error: if the program has ended, Pulumi also prints the stack of an error.
  setImmediate(done);
  if (typeof problem === "string") throw new ProgramError(problem);
}
