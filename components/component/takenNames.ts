import * as pulumi from "@pulumi/pulumi";
import * as alicloud from "../alicloud";
import { isKnown, knownValue } from "../validation/known";
import { ProgramError } from "../validation/programError";
import { domainKey, type Holder, type UniqueRole } from "./uniqueRoles";

/** What a role's resources must have to themselves. */
interface Uniqueness {
  type: string;
  /** What the resource is called in a message. */
  noun: string;
  /** Property that names it, and what else to do than to name it otherwise. */
  property: string;
  instead: string;
  /** How to take over what exists. @default an import, by a transform */
  adopt?: string;
  /**
   * Id of a resource with these properties, of a dynamic resource, whose state does not name it: creating it takes over
   * what has this id. @default the id in the state
   */
  idOf?(inputs: Inputs): string | undefined;
  /** What a resource with these inputs takes; nothing that is not known yet. */
  keysOf(inputs: Inputs): string[];
}

type Inputs = Readonly<Record<string, unknown>>;

const text = (value: unknown): string[] => (typeof value === "string" && value !== "" ? [value] : []);

const uniqueness = {
  group: {
    type: "alicloud:apigateway/group:Group",
    noun: "API group",
    property: "groupName",
    instead: "Use another name",
    keysOf: ({ name }) => text(name),
  },
  app: {
    type: "alicloud:apigateway/app:App",
    noun: "app",
    property: "appName",
    instead: "Use another name",
    keysOf: ({ name }) => text(name),
  },
  vpcAccess: {
    type: "alicloud:apigateway/vpcAccess:VpcAccess",
    noun: "VPC access authorization",
    property: "accessName",
    instead:
      "Share it in a VpcApi with access: { accessName, accessId }, use another name and another target or port",
    keysOf: ({ name, vpcId, instanceId, port }) => {
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
    type: "alicloud:apigateway/accessControlList:AccessControlList",
    noun: "access control list",
    property: "accessList",
    instead: "Use another component name, which its name begins with",
    keysOf: ({ accessControlListName }) => text(accessControlListName),
  },
  logConfig: {
    type: "alicloud:apigateway/logConfig:LogConfig",
    noun: "access log",
    property: "accessLog",
    instead: "Remove accessLog: the one that exists has the calls of all groups of the region",
    keysOf: ({ logType }) => text(logType),
  },
  logProject: {
    type: "alicloud:log/project:Project",
    noun: "log project",
    property: "project",
    instead: "Use another name, use that project as it is with existing: { project, store }",
    keysOf: ({ projectName }) => text(projectName),
  },
  customDomain: {
    type: "pulumi-nodejs:dynamic/alicloud-vpc-api:CustomDomain",
    noun: "binding",
    property: "domain",
    instead: "Use another domain or base path",
    adopt: "take it away from the other API group: takeOver: true",
    idOf: ({ groupId, domain }) => (typeof groupId === "string" ? `${groupId}:${domain}` : undefined),
    // The same domain may lead to several groups of an instance whose base paths differ.
    keysOf: ({ domain, basePath, instanceId, takeOver }) =>
      takeOver === true || ![domain, basePath, instanceId].every((part) => typeof part === "string")
        ? []
        : [domainKey(String(domain), String(basePath), String(instanceId))],
  },
} as const satisfies Record<UniqueRole, Uniqueness>;

export const isUniqueRole = (role: string): role is UniqueRole => Object.hasOwn(uniqueness, role);

/** Finds out who has something, and whether this stack does. */
export interface Lookup {
  /** What has one of the keys; others may be among it. */
  list(role: UniqueRole, keys: readonly string[]): Promise<ReadonlyMap<string, Holder>>;
  /** Ids of the resources of a role that the stack has in its state. */
  ownIds(role: UniqueRole): Promise<ReadonlySet<string>>;
}

/** Why a resource with these inputs cannot be created, in words for people; undefined when it can. */
export async function takenProblem(
  role: UniqueRole,
  inputs: Inputs,
  lookup: Lookup,
): Promise<string | undefined> {
  const kind: Uniqueness = uniqueness[role];
  const keys = kind.keysOf(inputs);
  if (keys.length === 0) return undefined;
  const taken = await lookup.list(role, keys);
  for (const key of keys) {
    const holder = taken.get(key);
    if (!holder) continue;
    if (holder.importId === kind.idOf?.(inputs)) continue;
    // One that this stack has may give the name away, or be replaced.
    if ((await lookup.ownIds(role)).has(holder.importId)) continue;
    const adopt =
      kind.adopt ??
      `adopt what exists: transform: { ${role}: (args, options, name) => { options.import = "${holder.importId}"; } }`;
    return (
      `${kind.property}: ${kind.noun} ${holder.words} exists, with "${key}", and is not in this stack. ` +
      `${kind.instead}, or ${adopt}.`
    );
  }
  return undefined;
}

/** One look for all resources of a role in a region, however many there are. */
const lists = new Map<string, Promise<ReadonlyMap<string, Holder>>>();
const states = new Map<string, Promise<ReadonlySet<string>>>();

/** Looks in a region, with the keys of the stack's configuration. */
function lookupIn(region: string | undefined, resource: pulumi.Resource): Lookup {
  return {
    list: (role, keys) =>
      role === "logProject"
        ? logProjects(keys, resource)
        : once(lists, `${role} ${region ?? ""}`, async () => {
            // Loaded when a preview first looks: importing the components loads no SDK.
            const { listHolders } = require("./nameHolders") as typeof import("./nameHolders");
            return listHolders(role, { get: pulumi.runtime.getConfig }, region);
          }),
    ownIds: (role) => once(states, role, () => idsInState(uniqueness[role])),
  };
}

/** The log projects of some names, by the provider: it has a client for that service. */
async function logProjects(
  ids: readonly string[],
  parent: pulumi.Resource,
): Promise<ReadonlyMap<string, Holder>> {
  const { names } = await alicloud.log.getProjects({ ids: [...ids] }, { parent });
  return new Map(names.map((name) => [name, { importId: name, words: name }]));
}

function once<T>(cache: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const found = cache.get(key) ?? make();
  cache.set(key, found);
  return found;
}

/** Ids of the resources of a kind that the stack had before this update. */
async function idsInState({ type, idOf }: Uniqueness): Promise<ReadonlySet<string>> {
  const name = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  // The engine cannot read the resources of a stack that was never updated.
  const { outputs: exported } = await pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", { name }, {});
  if (Object.keys(exported ?? {}).length === 0) return new Set();
  const { outputs } = await pulumi.runtime.invoke(
    "pulumi:pulumi:readStackResourceOutputs",
    { stackName: name },
    {},
  );
  const resources: { type: string; outputs: Record<string, unknown> }[] = Object.values(outputs ?? {});
  return new Set(
    resources.filter((it) => it.type === type).map((it) => idOf?.(it.outputs) ?? String(it.outputs.id ?? "")),
  );
}

/**
 * Refuses, in a preview, a resource that is to be created with what somebody else has in the account. One that exists
 * has an id in a preview; one that is to be replaced has none, but the state has it.
 *
 * @param region of the provider; undefined for the stack's
 * @throws RunError that names the holder and both ways out
 */
export async function refuseTakenNames(
  role: UniqueRole,
  resource: pulumi.CustomResource,
  args: pulumi.Inputs,
  region: pulumi.Input<string | undefined>,
): Promise<void> {
  // A resource that cannot be registered says so itself.
  if (await isKnown(resource.id).catch(() => true)) return;
  // The program does not end before. Not earlier: where it fails, some resources never get an id.
  const done = pulumi.runtime.rpcKeepAlive();
  const problem = await problemOrWarning(resource, async () => {
    const inputs: Record<string, unknown> = {};
    for (const [property, value] of Object.entries(args)) inputs[property] = await knownValue(value);
    return takenProblem(role, inputs, lookupIn(await knownValue(region), resource));
  });
  // Only after the error: of a program that has ended, Pulumi prints the stack of an error as well.
  setImmediate(done);
  if (problem !== undefined) throw new ProgramError(problem);
}

/** Who may create need not be allowed to list: then nothing is refused. */
async function problemOrWarning(
  resource: pulumi.Resource,
  look: () => Promise<string | undefined>,
): Promise<string | undefined> {
  try {
    return await look();
  } catch (failure) {
    await pulumi.log.warn(`It could not be looked up which names are in use. ${failure}`, resource);
    return undefined;
  }
}
