import { defineErrors } from "../../rpc/errors";
import type { Answer, OperationEntry } from "../../rpc/operation";
import type { ParameterTable } from "../../rpc/parameterTypes";
import type { StoredResource } from "../../store/model";
import type { Store } from "../../store/store";
import { type Call, type CloudOperation, inScope } from "./call";
import { newResourceId } from "./ids";
import { pageFields, paging, takePage, tokenPage, tokenPaging } from "./paging";
import { checkResourceGroup } from "./resourceGroups";
import { createTags, hasTags, keyValueTags, tagParameter } from "./tags";
import { isoSeconds } from "./times";

/** Values by the names of parameters and answers. */
export type Values = Record<string, unknown>;

const text = { type: "string" } as const;
const everywhere = { ClientToken: text, DryRun: { type: "boolean", implemented: [false] } } as const;
type GivenTags = readonly { Key: string; Value?: string }[];

export interface StoredKindOptions {
  define: <const T extends ParameterTable>(entry: OperationEntry<Call, T>) => CloudOperation;
  /** Product and type. */
  kind: string;
  /** Parameter and field with the ID. */
  idName: string;
  /** Prefix of new IDs, or a function that creates them. */
  newId: string | ((call: Call, values: Values) => string);
  /** Error code for an ID that does not exist. */
  notFound: string;
  /** What calls set and answers contain. */
  fields: ParameterTable;
  /** Values of a new resource that no call has set. */
  defaults?: Values;
  /** Fields that follow from the state. They replace values of the same name. */
  describe?(call: Call, resource: StoredResource): Values;
  /** How answers contain tags. @default {Tags: {Tag: [{Key, Value}]}} */
  tags?(resource: StoredResource): Values;
}

export interface CreateOptions {
  /** Parameters that only the creation has. They are stored too. */
  fixed?: ParameterTable;
  /** Names of parameters without which the call fails. */
  required?: readonly string[];
  /** Checks the call, and returns values to store in addition. */
  prepare?(call: Call, given: Values): Values | undefined;
  /** @default {[idName]: id} */
  answer?(call: Call, resource: StoredResource): Answer;
}

export interface ChangeOptions {
  /** Names of the fields that it changes. @default all */
  only?: readonly string[];
  /** Parameters that are not stored under their name. */
  more?: ParameterTable;
  /** Checks the call, and returns values to store in addition. */
  prepare?(call: Call, given: Values, resource: StoredResource): Values | undefined;
  answer?(call: Call, resource: StoredResource): Answer;
}

export interface ListOptions {
  /** Parameter → the field that it compares. A list matches each of its values. */
  filters?: ParameterTable;
  /** Fields of filters that have another name than their parameter. */
  fieldOf?: Readonly<Record<string, string>>;
  /** Parameters without an effect. */
  more?: ParameterTable;
  /** Path of the list in the answer, such as `FlowLogs.FlowLog`. */
  as: string;
  /** @default page numbers */
  byToken?: boolean;
  /** Fields of the answer in addition. */
  answer?: Values;
  /** Field with the number of items on the page. @default none */
  countAs?: string;
  /** Compares what no field contains. */
  matches?(call: Call, resource: StoredResource, given: Values): boolean;
}

/** The stored resources of one kind, and their operations. */
export function storedKind(options: StoredKindOptions) {
  const { define, kind, idName, fields, notFound } = options;
  const fail = defineErrors({
    [notFound]: { status: 404, message: "The specified resource {0} of type {1} does not exist." },
  });
  const id = { type: "string", required: true } as const;
  const describeTags = options.tags ?? ((one) => ({ Tags: { Tag: keyValueTags(one.tags) } }));

  const all = (store: Store): StoredResource[] => store.storedResources.filter((one) => one.kind === kind);
  function find(call: Call, wanted: unknown): StoredResource {
    const found = call.store.storedResources.get(String(wanted));
    if (found?.kind !== kind) throw fail(notFound, wanted, kind);
    return found;
  }
  function put(call: Call, values: Values, tags: GivenTags = [], resourceGroupId?: string): StoredResource {
    const { newId } = options;
    return call.store.storedResources.put({
      id: typeof newId === "string" ? newResourceId(newId, call.regionId) : newId(call, values),
      kind,
      regionId: call.regionId,
      createdTime: isoSeconds(call.cloud.clock()),
      tags: createTags(tags),
      ...(resourceGroupId !== undefined && { resourceGroupId }),
      values: { ...options.defaults, ...values },
    });
  }
  const describe = (call: Call, resource: StoredResource): Answer => ({
    ...emptyTexts(fields),
    ...resource.values,
    RegionId: resource.regionId,
    ...(resource.resourceGroupId !== undefined && { ResourceGroupId: resource.resourceGroupId }),
    ...describeTags(resource),
    ...options.describe?.(call, resource),
    [idName]: resource.id,
  });
  const change = (resource: StoredResource, values: Values): void => {
    resource.values = { ...resource.values, ...values };
  };

  return {
    all,
    find,
    /** A resource that belongs to a resource group. */
    findGrouped(call: Call, wanted: string) {
      const found = find(call, wanted);
      return found.resourceGroupId === undefined
        ? undefined
        : (found as StoredResource & { resourceGroupId: string });
    },
    put,
    describe,
    change,
    inScope: (call: Call): StoredResource[] => all(call.store).filter((one) => inScope(call, one)),

    create(action: string, { fixed = {}, required = [], prepare, answer }: CreateOptions = {}) {
      const parameters = withRequired({ ...fields, ...fixed }, required);
      return define({
        action,
        parameters: { ...everywhere, ...parameters, Tag: tagParameter, Tags: tagParameter },
        handle(call, given: Values) {
          const { ResourceGroupId, ...values } = pick(given, parameters);
          const group =
            "ResourceGroupId" in parameters ? checkResourceGroup(call, stringOf(ResourceGroupId)) : undefined;
          Object.assign(values, prepare?.(call, given));
          const tags = [...(given.Tag as GivenTags), ...(given.Tags as GivenTags)];
          const resource = put(call, values, tags, group);
          return answer?.(call, resource) ?? { [idName]: resource.id };
        },
      });
    },

    changing(action: string, { only, more = {}, prepare, answer }: ChangeOptions = {}) {
      const changed = only
        ? Object.fromEntries(Object.entries(fields).filter(([name]) => only.includes(name)))
        : fields;
      return define({
        action,
        parameters: { ...everywhere, ...changed, ...more, [idName]: id },
        handle(call, given: Values) {
          const resource = find(call, given[idName]);
          const added = prepare?.(call, given, resource);
          change(resource, { ...pick(given, changed), ...added });
          return answer?.(call, resource) ?? {};
        },
      });
    },

    remove(
      action: string,
      more: ParameterTable = {},
      check?: (call: Call, resource: StoredResource, given: Values) => void,
      answer?: (call: Call, resource: StoredResource) => Answer,
    ) {
      return define({
        action,
        parameters: { ...everywhere, ...more, [idName]: id },
        handle(call, given: Values) {
          const resource = find(call, given[idName]);
          check?.(call, resource, given);
          const answered = answer?.(call, resource) ?? {};
          call.store.storedResources.delete(resource.id);
          return answered;
        },
      });
    },

    get(action: string, wrap: (described: Answer) => Answer = (described) => described) {
      return define({
        action,
        parameters: { ...everywhere, [idName]: id },
        handle: (call, given: Values) => wrap(describe(call, find(call, given[idName]))),
      });
    },

    list(
      action: string,
      { filters = {}, fieldOf = {}, more: extra = {}, as, byToken, answer, countAs, matches }: ListOptions,
    ) {
      return define({
        action,
        parameters: {
          ...everywhere,
          ...filters,
          ...extra,
          ...(byToken ? tokenPaging : paging),
          Tag: tagParameter,
          Tags: tagParameter,
        },
        handle(call, given: Values) {
          const tags = [...(given.Tag as GivenTags), ...(given.Tags as GivenTags)];
          const found = all(call.store)
            .filter((one) => inScope(call, one) && hasTags(one, tags))
            .filter((one) => matches?.(call, one, given) ?? true)
            .map((one) => describe(call, one))
            .filter((one) =>
              Object.keys(filters).every((name) => fits(given[name], one[fieldOf[name] ?? name])),
            );
          const page = takePage(found, byToken ? { PageSize: 20, ...tokenPage(given) } : given);
          const more = page.PageNumber * page.PageSize < page.TotalCount;
          const rest = byToken
            ? {
                TotalCount: page.TotalCount,
                MaxResults: page.PageSize,
                NextToken: more ? String(page.PageNumber + 1) : "",
              }
            : pageFields(page);
          const count = countAs !== undefined && { [countAs]: page.items.length };
          return { ...rest, ...count, ...answer, ...nest(as.split("."), page.items) };
        },
      });
    },
  };
}

const stringOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** Whether a value of an answer is what a filter names. A filter without a value matches everything. */
function fits(wanted: unknown, value: unknown): boolean {
  if (wanted === undefined || wanted === "") return true;
  if (Array.isArray(wanted)) return wanted.length === 0 || wanted.includes(value);
  return wanted === value;
}

const nest = ([name = "", ...rest]: string[], items: unknown): Answer => ({
  [name]: rest.length === 0 ? items : nest(rest, items),
});

/** The values of a call for the parameters of a table. A list that the call leaves out is no value. */
export function pick(given: Values, table: ParameterTable): Values {
  const entries = Object.keys(table)
    .map((name) => [name, given[name]] as const)
    .filter(([, value]) => value !== undefined && !isEmptyList(value));
  return Object.fromEntries(entries);
}

const isEmptyList = (value: unknown): boolean =>
  typeof value === "object" && value !== null && Object.keys(value).length === 0;

const withRequired = (table: ParameterTable, names: readonly string[]): ParameterTable =>
  Object.fromEntries(
    Object.entries(table).map(([name, one]) => [
      name,
      names.includes(name) ? { ...one, required: true } : one,
    ]),
  );

/** Clients expect every text of an answer, also one that no call has set. */
const emptyTexts = (table: ParameterTable): Values =>
  Object.fromEntries(
    Object.entries(table).flatMap(([name, { type }]) => (type === "string" ? [[name, ""]] : [])),
  );
