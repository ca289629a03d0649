import { defineErrors } from "../../rpc/errors";
import type { Tag } from "../../store/model";

const fail = defineErrors({
  "InvalidTagKey.Malformed": {
    status: 400,
    message: "Tag key {0} is not allowed: keys must not begin with aliyun or acs:, nor hold an address.",
  },
  "InvalidTagValue.Malformed": {
    status: 400,
    message: "The value of tag {0} is not allowed: values must not hold http:// or https://.",
  },
  "Duplicate.TagKey": { status: 400, message: "The tag key {0} occurs twice." },
  "NumberExceed.Tags": {
    status: 400,
    message: "A resource can have at most 20 tags; this call would make it {0}.",
  },
});

/** Parameter `Tag.N.Key` / `Tag.N.Value`. */
export const tagParameter = {
  type: "objects",
  max: 20,
  fields: {
    Key: { type: "string", required: true, maxLength: 128 },
    Value: { type: "string", maxLength: 128 },
  },
} as const;

/** Parameter `TagKey.N`. */
export const tagKeyParameter = { type: "list", item: { type: "string", maxLength: 128 }, max: 20 } as const;

interface GivenTag {
  Key: string;
  Value?: string;
}

const maxTags = 20;

/** The tags of a new resource. */
export function createTags(given: readonly GivenTag[]): Tag[] {
  return withTags([], given);
}

/** Adds tags to existing ones. An existing key gets the new value. */
export function withTags(existing: readonly Tag[], given: readonly GivenTag[]): Tag[] {
  const keys = new Set<string>();
  for (const { Key, Value = "" } of given) {
    if (/^(aliyun|acs:)|https?:\/\//i.test(Key)) throw fail("InvalidTagKey.Malformed", Key);
    if (/https?:\/\//i.test(Value)) throw fail("InvalidTagValue.Malformed", Key);
    if (keys.has(Key)) throw fail("Duplicate.TagKey", Key);
    keys.add(Key);
  }
  const kept = existing.filter(({ key }) => !keys.has(key));
  const all = [...kept, ...given.map(({ Key, Value }) => ({ key: Key, value: Value ?? "" }))];
  if (all.length > maxTags) throw fail("NumberExceed.Tags", all.length);
  return all;
}

/** Whether a resource has all tags. A tag without a value matches any value of its key. */
export function hasTags(thing: { tags: readonly Tag[] }, wanted: readonly GivenTag[]): boolean {
  return wanted.every(({ Key, Value }) =>
    thing.tags.some((tag) => tag.key === Key && (Value === undefined || Value === "" || tag.value === Value)),
  );
}

/** `{Key, Value}`, the format of VPC and API Gateway. */
export const keyValueTags = (tags: readonly Tag[]) =>
  tags.map(({ key, value }) => ({ Key: key, Value: value }));

/** `{TagKey, TagValue}`, the format of ECS and CLB. */
export const tagKeyValueTags = (tags: readonly Tag[]) =>
  tags.map(({ key, value }) => ({ TagKey: key, TagValue: value }));
