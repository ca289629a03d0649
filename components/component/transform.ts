import type * as pulumi from "@pulumi/pulumi";
import { ProgramError } from "../validation/programError";
import { isObject, isPlain } from "../validation/types";

/** Any part of `T`, at any depth. Lists and Outputs are replaced as a whole. */
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
 * Overrides the arguments or options of a child. Transforms run last, after all defaults. An object is merged
 * in depth: a list or an Output replaces the old value, and `undefined` removes an argument. A function
 * changes arguments and options in place. It is called once for each child of the role, with the name of the
 * child.
 *
 * Transforms are not validated.
 */
export type Transform<Args extends object> = DeepPartial<Args> | TransformFunction<Args>;

/** Changes the arguments and options of one child in place. */
export type TransformFunction<Args extends object> = (
  args: Args,
  options: pulumi.CustomResourceOptions,
  name: string,
) => void;

/** Name, arguments and options of a child after a transform, in the form that its constructor accepts. */
export function transformed<Args extends object>(
  transform: Transform<Args> | undefined,
  name: string,
  args: Args,
  options: pulumi.CustomResourceOptions,
): [name: string, args: Args, options: pulumi.CustomResourceOptions] {
  if (transform === undefined) return [name, args, options];
  if (!isFunction(transform)) return [name, merged(args, { ...transform }) as Args, options];
  const own = { ...args };
  const ownOptions = { ...options };
  rejectReturned(transform(own, ownOptions, name), own, name);
  return [name, own, ownOptions];
}

/** Rejects arguments that a function returns, as a transformation of Pulumi does, and changes that come later. */
function rejectReturned(returned: unknown, args: object, name: string): void {
  const keys = Object.keys(args);
  const isCopy =
    isObject(returned) && returned !== args && keys.length > 0 && keys.every((key) => key in returned);
  const isPair = isObject(returned) && "opts" in returned && ("props" in returned || "args" in returned);
  const isLater = returned instanceof Promise;
  if (!isCopy && !isPair && !isLater) return;
  const problem = isLater ? "is asynchronous" : "returns arguments";
  throw new ProgramError(
    `transform: the function for ${name} ${problem}, which has no effect. Change args in place: Object.assign(args, { … }).`,
  );
}

function isFunction<Args extends object>(transform: Transform<Args>): transform is TransformFunction<Args> {
  return typeof transform === "function";
}

function merged(original: unknown, patch: unknown): unknown {
  if (!isPlainObject(original) || !isPlainObject(patch)) return patch;
  const result: Record<string, unknown> = { ...original };
  for (const [key, value] of Object.entries(patch)) {
    if (value === undefined) delete result[key];
    else result[key] = merged(result[key], value);
  }
  return result;
}

const isPlainObject = (value: unknown): value is Record<string, unknown> => isObject(value) && isPlain(value);
