import { isPlain } from "./types";

/** An own property of an object. The name may be that of an inherited property, such as `constructor`. */
export const own = <T>(object: Readonly<Record<string, T>> | undefined, name: string): T | undefined =>
  object !== undefined && Object.hasOwn(object, name) ? object[name] : undefined;

/**
 * Copies plain objects and lists at every depth, without undefined values: they count as not set. Other
 * objects, such as Outputs, stay unchanged. So does `transform`, where undefined has a meaning. `replace`
 * changes values inside before they are copied.
 */
export function withoutUndefined<T>(args: T, replace = (value: unknown): unknown => value): T {
  const copy = (value: unknown, above: readonly unknown[]): unknown => {
    if (typeof value !== "object" || value === null || above.includes(value)) return value;
    const path = [...above, value];
    const inside = (inner: unknown) => copy(replace(inner), path);
    if (Array.isArray(value)) return value.map(inside);
    if (!isPlain(value)) return value;
    const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
    const isTransform = (key: string) => above.length === 0 && key === "transform";
    return Object.fromEntries(entries.map(([key, inner]) => [key, isTransform(key) ? inner : inside(inner)]));
  };
  return copy(args, []) as T;
}

/** Copies a record with other values. */
export const mapValues = <T, U>(
  record: Readonly<Record<string, T>>,
  map: (value: T, key: string) => U,
): Record<string, U> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));

/** The list, or undefined, which means not set, if it is empty. */
export const unlessEmpty = <T>(list: T[]): T[] | undefined => (list.length > 0 ? list : undefined);
