import type * as pulumi from "@pulumi/pulumi";

/** Any part of `T`, at any depth. What is known later, and a list, is given whole. */
export type DeepPartial<T> = T extends
  | pulumi.OutputInstance<unknown>
  | Promise<unknown>
  | readonly unknown[]
  | ((...args: never[]) => unknown)
  ? T
  : T extends object
    ? { [Key in keyof T]?: DeepPartial<T[Key]> | undefined }
    : T;

/**
 * A change of one child's arguments or options, made last, after every default. An object is merged in depth: a list
 * or a value that is known later replaces what was there, `undefined` takes an argument away. A function changes
 * arguments and options in place; it is called once for each child of its kind, whose name it is given.
 *
 * The checks of this package do not see what a transform does.
 */
export type Transform<Args extends object> = DeepPartial<Args> | TransformFunction<Args>;

/** Changes one child's arguments and options in place. */
export type TransformFunction<Args extends object> = (
  args: Args,
  options: pulumi.CustomResourceOptions,
  name: string,
) => void;

/** Name, arguments and options of a child, as its constructor takes them, after a transform. */
export function transformed<Args extends object>(
  transform: Transform<Args> | undefined,
  name: string,
  args: Args,
  options: pulumi.CustomResourceOptions,
): [name: string, args: Args, options: pulumi.CustomResourceOptions] {
  if (transform === undefined) return [name, args, options];
  if (!isFunction(transform)) return [name, merged(args, transform) as Args, options];
  const own = { ...args };
  const ownOptions = { ...options };
  transform(own, ownOptions, name);
  return [name, own, ownOptions];
}

function isFunction<Args extends object>(transform: Transform<Args>): transform is TransformFunction<Args> {
  return typeof transform === "function";
}

function merged(given: unknown, patch: unknown): unknown {
  if (!isPlain(given) || !isPlain(patch)) return patch;
  const result: Record<string, unknown> = { ...given };
  for (const [key, value] of Object.entries(patch)) {
    if (value === undefined) delete result[key];
    else result[key] = merged(result[key], value);
  }
  return result;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
