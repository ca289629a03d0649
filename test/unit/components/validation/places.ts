/** Is in no problem, as it may be a secret. */
const canary = "canary-of-a-value";

/** A value of each kind, and what a problem calls it. */
export const values: readonly [value: unknown, words: string][] = [
  [null, "null"],
  [123_454_321, "a number"],
  [canary, "a string"],
  [true, "a boolean"],
  [[canary], "a list"],
  [{ canary }, "an object"],
];

const findKind = (value: unknown) => (Array.isArray(value) ? "list" : typeof value);

export const hasSameKind = (value: unknown, other: unknown): boolean => findKind(value) === findKind(other);

export type Place = { path: string; value: unknown; put: (args: unknown, value: unknown) => void };

/** Everything that is in the arguments, with a way to put something in its place. */
export function placesIn(value: unknown, path = "", steps: string[] = []): Place[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = Array.isArray(value) ? `${path}[${key}]` : below(path, key);
    const put = (args: unknown, other: unknown) => {
      const holder = steps.reduce<unknown>((one, step) => (one as Record<string, unknown>)[step], args);
      (holder as Record<string, unknown>)[key] = other;
    };
    return [{ path: at, value: inner, put }, ...placesIn(inner, at, [...steps, key])];
  });
}

/** The path of what is in an object, as problems name it. */
export function below(path: string, key: string): string {
  const isNamed =
    /^(routes|apps|plugins|tags|service\.pages|throttling\.apps|apiIds)$/.test(path) ||
    /(\.parameters|constantParameters|claims|mappings)$/.test(path);
  if (isNamed) return `${path}["${key}"]`;
  return path === "" ? key : `${path}.${key}`;
}
