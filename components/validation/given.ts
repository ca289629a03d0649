import { isPlain } from "./types";

/** What an object has by this name itself: a name may be one that every object has, such as `constructor`. */
export const own = <T>(object: Readonly<Record<string, T>> | undefined, name: string): T | undefined =>
  object !== undefined && Object.hasOwn(object, name) ? object[name] : undefined;

/**
 * Arguments without the keys that have no value, at every depth: such a key is as one that is left out. What is not
 * plain, such as an output, stays as it is; so does `transform`, where no value is one.
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
  const kept = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(
    kept.map(([key, inner]) => [key, isTop && key === "transform" ? inner : cleared(inner, inside)]),
  );
}
