const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** `[{"Key": "a", "Value": "b"}]`, the form in which clients of RAM send tags. */
export function readTags(tags: unknown): { Key: string; Value: string }[] {
  if (!Array.isArray(tags)) return [];
  return tags.filter(isObject).map(({ Key, Value }) => ({ Key: String(Key), Value: String(Value ?? "") }));
}
