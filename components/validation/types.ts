import * as pulumi from "@pulumi/pulumi";

/** Whether an input is an Output or a Promise, whose value no check can read. */
export const isOutput = (value: unknown): boolean =>
  pulumi.Output.isInstance(value) || value instanceof Promise;

/** Whether a value is an object with properties. An Output or a list is not. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isOutput(value);
}

/** Whether an object is not an instance of a class. */
export const isPlain = (value: object): boolean =>
  [Object.prototype, null].includes(Object.getPrototypeOf(value));

/** Describes the type of a value without the value, which may be secret. */
export function describeType(value: unknown): string {
  if (value === null) return "null";
  if (value instanceof Promise) return "a Promise";
  if (isOutput(value)) return "an Output";
  if (Array.isArray(value)) return "a list";
  const words: Partial<Record<string, string>> = { undefined: "undefined", object: "an object" };
  return words[typeof value] ?? `a ${typeof value}`;
}
