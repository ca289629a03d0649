import { errorsOf } from "../../rpc/errors";
import type { Tag } from "../../store/model";

const fail = errorsOf({
  "InvalidTagKey.Malformed": {
    status: 400,
    message: "Tag key {0} is not allowed: keys must not begin with aliyun or acs:, nor hold an address.",
  },
  "InvalidTagValue.Malformed": {
    status: 400,
    message: "The value of tag {0} is not allowed: values must not hold http:// or https://.",
  },
  "Duplicate.TagKey": { status: 400, message: "The tag key {0} is given twice." },
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

/** The tags of a new thing. */
export function tagsOf(given: readonly GivenTag[]): Tag[] {
  return withTags([], given);
}

/** Existing tags with new ones; a key that exists gets the new value. */
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

/** Whether a thing has every one of the tags; a tag without a value asks for the key only. */
export function hasTags(thing: { tags: readonly Tag[] }, wanted: readonly GivenTag[]): boolean {
  return wanted.every(({ Key, Value }) =>
    thing.tags.some((tag) => tag.key === Key && (Value === undefined || Value === "" || tag.value === Value)),
  );
}

/** `{Key, Value}`, as VPC and the API gateway name them. */
export const keyValueTags = (tags: readonly Tag[]) =>
  tags.map(({ key, value }) => ({ Key: key, Value: value }));

/** `{TagKey, TagValue}`, as ECS and CLB name them. */
export const tagKeyValueTags = (tags: readonly Tag[]) =>
  tags.map(({ key, value }) => ({ TagKey: key, TagValue: value }));
