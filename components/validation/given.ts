import { isPlain } from "./types";

/**
 * Returns an own property of an object. The name may be that of an inherited property, such as `constructor`.
 */
export const own = <T>(object: Readonly<Record<string, T>> | undefined, name: string): T | undefined =>
  object !== undefined && Object.hasOwn(object, name) ? object[name] : undefined;

/**
 * Removes undefined values at every depth: they count as not set. Objects that are not plain, such as
 * Outputs, stay unchanged. So does `transform`, where undefined has a meaning.
 */
export function withoutUndefined<T>(args: T): T {
  return isObject(args) && isPlain(args) ? (cleared(args, new Set()) as T) : args;
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

function cleared(value: unknown, above: ReadonlySet<unknown>): unknown {
  if (!isObject(value) || above.has(value)) return value;
  const inside = new Set([...above, value]);
  if (Array.isArray(value)) return value.map((item) => cleared(item, inside));
  if (!isPlain(value)) return value;
  const isTop = above.size === 0;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(
    entries.map(([key, inner]) => [key, isTop && key === "transform" ? inner : cleared(inner, inside)]),
  );
}
