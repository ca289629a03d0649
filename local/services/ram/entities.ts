import type { StoredResource } from "../../store/model";
import type { Call } from "../common/call";
import { newDecimalId } from "../common/ids";
import type { Values } from "../common/stored";
import { isoSeconds } from "../common/times";
import { ramError } from "./errors";

/** Kinds of entities, in the words of the error codes. */
export type EntityKind =
  | "User"
  | "Group"
  | "Policy"
  | "Policy.Version"
  | "User.AccessKey"
  | "User.LoginProfile";

const kindOf = (kind: EntityKind): string => `ram ${kind}`;

/** Entities have names instead of IDs. A name is unique among the entities of a kind, whatever its case. */
const idOf = (kind: EntityKind, name: string): string => `${kindOf(kind)}/${name.toLowerCase()}`;

export const findOptional = (call: Call, kind: EntityKind, name: string): StoredResource | undefined =>
  call.store.storedResources.get(idOf(kind, name));

export function findEntity(call: Call, kind: EntityKind, name: string): StoredResource {
  const found = findOptional(call, kind, name);
  if (!found) throw ramError(`EntityNotExist.${kind}`, name);
  return found;
}

export const listEntities = ({ store }: Pick<Call, "store">, kind: EntityKind): StoredResource[] =>
  store.storedResources.filter((one) => one.kind === kindOf(kind));

export function createEntity(call: Call, kind: EntityKind, name: string, values: Values): StoredResource {
  if (findOptional(call, kind, name)) throw ramError(`EntityAlreadyExists.${kind}`, name);
  const createdTime = isoSeconds(call.cloud.clock());
  return call.store.storedResources.put({
    id: idOf(kind, name),
    kind: kindOf(kind),
    regionId: "",
    createdTime,
    tags: [],
    values: { CreateDate: createdTime, UpdateDate: createdTime, ...values },
  });
}

/** Gives an entity another name, which is its ID. */
export function changeEntity(
  call: Call,
  kind: EntityKind,
  name: string,
  values: Values,
  newName = name,
): StoredResource {
  const present = findEntity(call, kind, name);
  const id = idOf(kind, newName);
  if (id !== present.id && call.store.storedResources.get(id))
    throw ramError(`EntityAlreadyExists.${kind}`, newName);
  const UpdateDate = isoSeconds(call.cloud.clock());
  const changed = { ...present, id, values: { ...present.values, ...values, UpdateDate } };
  call.store.storedResources.delete(present.id);
  return call.store.storedResources.put(changed);
}

export const deleteEntity = (call: Call, kind: EntityKind, name: string): void =>
  call.store.storedResources.delete(findEntity(call, kind, name).id);

/** A relation of two entities: a policy of a user, group or role, or a user in a group. */
interface Relation {
  kind: "policy" | "member";
  /** `TYPE/NAME` */
  from: string;
  /** `TYPE/NAME` */
  to: string;
}

const relationKind = (kind: Relation["kind"]): string => `ram ${kind} relation`;

export function relate(call: Call, { kind, from, to }: Relation): void {
  const id = `${relationKind(kind)}/${from}/${to}`.toLowerCase();
  if (call.store.storedResources.get(id))
    throw ramError(
      kind === "member" ? "EntityAlreadyExists.User.Group" : "EntityAlreadyExists.Policy.Attachment",
      from,
      to,
    );
  const createdTime = isoSeconds(call.cloud.clock());
  const values = { from, to, date: createdTime };
  call.store.storedResources.put({
    id,
    kind: relationKind(kind),
    regionId: "",
    createdTime,
    tags: [],
    values,
  });
}

export function unrelate(call: Call, { kind, from, to }: Relation, missing: () => Error): void {
  const id = `${relationKind(kind)}/${from}/${to}`.toLowerCase();
  if (!call.store.storedResources.get(id)) throw missing();
  call.store.storedResources.delete(id);
}

/** The relations of an entity, with the name of the other one. */
export function listRelations(
  { store }: Pick<Call, "store">,
  kind: Relation["kind"],
  end: "from" | "to",
  entity: string,
): { type: string; name: string; date: string }[] {
  return store.storedResources
    .filter(
      (one) =>
        one.kind === relationKind(kind) && String(one.values[end]).toLowerCase() === entity.toLowerCase(),
    )
    .map(({ values }) => {
      const [type = "", name = ""] = String(values[end === "from" ? "to" : "from"]).split(/\/(.*)/s);
      return { type, name, date: String(values.date) };
    });
}

export const name = {
  type: "string",
  required: true,
  pattern: /^[\w.@-]{1,128}$/,
  form: "1 to 128 letters, digits, periods, hyphens, underscores and @",
} as const;
export const comments = { type: "string", maxLength: 1024 } as const;
/** Parameters of lists. The local cloud answers with one page. */
export const listParameters = {
  MaxItems: { type: "integer", min: 1, max: 1000 },
  Marker: { type: "string", implemented: [] },
  // No model of the SDK has it, but the Terraform provider sends it.
  MaxResults: { type: "integer", min: 1, max: 1000 },
} as const;
export const newUserId = (): string => newDecimalId(18);
