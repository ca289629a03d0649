import { defineErrors } from "../../rpc/errors";
import type { OperationEntry } from "../../rpc/operation";
import type { ParameterTable } from "../../rpc/parameterTypes";
import type { Tag } from "../../store/model";
import type { Store } from "../../store/store";
import { type Call, type CloudOperation, inScope } from "./call";
import { hasTags, tagKeyParameter, tagParameter, withTags } from "./tags";

interface Tagged {
  id: string;
  regionId: string;
  tags: Tag[];
}

/** Differences between the tag operations of products. */
export interface TagOperationsOptions {
  define: <const T extends ParameterTable>(entry: OperationEntry<Call, T>) => CloudOperation;
  /** Spelling of the action that removes tags. VPC uses a capital T. */
  untagAction: "UntagResources" | "UnTagResources";
  /** ResourceType (case-insensitive) → the resources of that type. */
  types: Record<string, (store: Store) => Tagged[]>;
  /** Whether ListTagResources answers with a plain list. @default false */
  plainList?: true;
  /** Default of MaxResults, if ListTagResources answers it. @default it does not answer it */
  defaultMaxResults?: number;
  /** Error code for an ID that does not exist. */
  notFoundCode: string;
}

/** TagResources, UntagResources and ListTagResources of a product. */
export function tagOperations(options: TagOperationsOptions): CloudOperation[] {
  const fail = defineErrors({
    "InvalidResourceType.NotFound": {
      status: 404,
      message: "The ResourceType {0} does not exist here; the local cloud tags: {1}.",
    },
    [options.notFoundCode]: {
      status: 404,
      message: "The specified resource {0} of type {1} does not exist.",
    },
    MissingTagKey: { status: 400, message: "Give TagKey.N, or All=true." },
    MissingResourceId: { status: 400, message: "Give ResourceId.N or Tag.N." },
  });
  const typeNames = Object.keys(options.types);

  function findResources(call: Call, type: string): Tagged[] {
    const name = typeNames.find((known) => known.toLowerCase() === type.toLowerCase());
    const list = name === undefined ? undefined : options.types[name];
    if (!list) throw fail("InvalidResourceType.NotFound", type, typeNames.join(", "));
    return list(call.store);
  }

  function named(call: Call, type: string, ids: readonly string[]): Tagged[] {
    const resources = findResources(call, type);
    return ids.map((id) => {
      const candidates = resources.filter((candidate) => candidate.id === id);
      // Names, unlike IDs, are unique in a region only. The calls of some products do not name the region.
      const thing = candidates.find((candidate) => inScope(call, candidate)) ?? candidates[0];
      if (!thing) throw fail(options.notFoundCode, id, type);
      return thing;
    });
  }

  const ResourceType = { type: "string", required: true } as const;
  const ResourceId = { type: "list", item: { type: "string" }, max: 50, required: true } as const;

  return [
    options.define({
      action: "TagResources",
      parameters: { ResourceType, ResourceId, Tag: { ...tagParameter, required: true } },
      handle(call, p) {
        const changes = named(call, p.ResourceType, p.ResourceId).map((thing) => ({
          thing,
          tags: withTags(thing.tags, p.Tag),
        }));
        for (const { thing, tags } of changes) thing.tags = tags;
        return {};
      },
    }),
    options.define({
      action: options.untagAction,
      parameters: { ResourceType, ResourceId, TagKey: tagKeyParameter, All: { type: "boolean" } },
      handle(call, p) {
        if (p.TagKey.length === 0 && !p.All) throw fail("MissingTagKey");
        for (const thing of named(call, p.ResourceType, p.ResourceId)) {
          thing.tags = p.TagKey.length === 0 ? [] : thing.tags.filter(({ key }) => !p.TagKey.includes(key));
        }
        return {};
      },
    }),
    options.define({
      action: "ListTagResources",
      parameters: {
        ResourceType,
        ResourceId: { type: "list", item: { type: "string" }, max: 50 },
        Tag: tagParameter,
        NextToken: { type: "string", implemented: [] },
        MaxResults: { type: "integer", min: 1, max: 1000 },
      },
      handle(call, p) {
        if (p.ResourceId.length === 0 && p.Tag.length === 0) throw fail("MissingResourceId");
        const resources =
          p.ResourceId.length > 0
            ? findResources(call, p.ResourceType).filter(({ id }) => p.ResourceId.includes(id))
            : findResources(call, p.ResourceType).filter((thing) => inScope(call, thing));
        const rows = resources
          .filter((thing) => hasTags(thing, p.Tag))
          .flatMap(({ id, tags }) =>
            tags.map(({ key, value }) => ({
              ResourceId: id,
              ResourceType: p.ResourceType,
              TagKey: key,
              TagValue: value,
            })),
          );
        // One page is sufficient: at most 20 tags for each of at most 50 IDs.
        return {
          NextToken: "",
          ...(options.defaultMaxResults && { MaxResults: p.MaxResults ?? options.defaultMaxResults }),
          TagResources: options.plainList ? rows : { TagResource: rows },
        };
      },
    }),
  ];
}
