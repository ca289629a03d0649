import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { children } from "./children";

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

/**
 * How recovery treats a child, from the tags of its role in `ChildKinds`. Tags contain names of inputs:
 *
 * - `@importId loadBalancerId:protocol:frontendPort`: the provider derives the ID from inputs. A refresh finds out
 *   whether the object exists. `id` stands for the ID of the object that `@local` finds.
 * - `@local dnsRecord rr.domainName`: kind of the object in the local cloud, and its name. Without a name, the kind and
 *   the objects that contain it identify the object, or its ID if that is derived.
 * - `@repeatable`: the cloud accepts the same call again.
 */
interface Child {
  type: string;
  local?: string;
  importId?: string;
  repeatable?: string;
}

const childrenByType = new Map<string, Child>(Object.values(children).map((child) => [child.type, child]));

/**
 * Resource types whose creation can always be repeated: they exist only in the state (random values), or they look up
 * existing objects themselves (dynamic resources of this package).
 */
const repeatable = /^(random:|pulumi-nodejs:)/;

/** Whether a pending creation of this resource type can be adopted or repeated. */
export function isRecoverable(type: string): boolean {
  const { local, importId, repeatable: tag } = childrenByType.get(type) ?? {};
  return [local, importId, tag].some((one) => one !== undefined) || repeatable.test(type);
}

/** Replaces the names of inputs in a template by their values. */
const fill = (template: string, inputs: Record<string, unknown>): string =>
  template.replace(/\w+/g, (input) => String(inputs[input]));

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
  const findMatching = (resource: PendingResource) => findCandidates(resource, objects, run, known);
  return creations.map((resource, index) => {
    const { urn, type, inputs = {} } = resource;
    if (!isRecoverable(type)) return { urn, untold: true as const };
    const candidates = findMatching(resource);
    const [object, ...others] = candidates.filter((it) => isFromRun(it, run));
    if (!object) {
      // Older objects are of an earlier run or of somebody else.
      return candidates.length > 0 ? { urn, doubtful: candidates.map(({ id }) => id) } : { urn };
    }
    if (deriveId(resource) !== undefined) return { urn, id: object.id };
    // Each of several equal creations may have made each of the objects. A further object is of somebody else.
    const rivals = creations
      .slice(index)
      .filter((other) => findMatching(other).some(({ id }) => id === object.id));
    if (run.startedAt === undefined || others.length + 1 > rivals.length) {
      return { urn, doubtful: [object, ...others].map(({ id }) => id) };
    }
    known.add(object.id);
    return { urn, id: fill(childrenByType.get(type)?.importId ?? "id", { ...inputs, id: object.id }) };
  });
}

type PendingResource = PendingOperation["resource"];

/** The ID that the provider derives from inputs alone. */
function deriveId({ type, inputs = {} }: PendingResource): string | undefined {
  const { importId } = childrenByType.get(type) ?? {};
  return importId === undefined || /\bid\b/.test(importId) ? undefined : fill(importId, inputs);
}

/** Objects that match the inputs and the region of a resource, oldest first. */
function findCandidates(
  resource: PendingResource,
  objects: readonly HeldObject[],
  run: InterruptedRun,
  known: ReadonlySet<string>,
): Candidate[] {
  const { type, inputs = {}, provider = "" } = resource;
  const derived = deriveId(resource);
  const { local } = childrenByType.get(type) ?? {};
  // The cloud does not list objects of this type.
  if (local === undefined) return derived === undefined ? [] : [{ id: derived }];
  const [kind, name] = local.split(" ");
  const region = run.regions.get(provider);
  return (
    objects
      // The local cloud puts the region before the ID of a gateway instance, because IDs repeat in different regions.
      .map((it) => ({ ...it, id: it.id.split("/").at(-1) ?? it.id }))
      .filter((it) => it.kind === kind && (derived === undefined ? !known.has(it.id) : it.id === derived))
      .filter((it) => name === undefined || it.name === fill(name, inputs))
      .filter(({ belongsTo }) =>
        Object.entries(belongsTo).every(
          ([field, id]) => typeof inputs[field] !== "string" || inputs[field] === id,
        ),
      )
      .filter((it) => region === undefined || it.regionId === "" || it.regionId === region)
  );
}

/** An object that a creation may have made. Its time is unknown if the cloud does not list it. */
type Candidate = Pick<HeldObject, "id"> & Partial<HeldObject>;

/** Whether an object is at least as new as the run. Its time has whole seconds. */
const isFromRun = ({ createdTime }: Candidate, { startedAt }: InterruptedRun): boolean =>
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
