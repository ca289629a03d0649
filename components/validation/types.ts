import * as pulumi from "@pulumi/pulumi";

/** Whether an input is an Output or a Promise, whose value no check can read. */
export const isOutput = (value: unknown): boolean =>
  pulumi.Output.isInstance(value) || value instanceof Promise;

/** Class that JavaScript names for a value, such as Map, Date or Uint8Array. Object for any other object. */
const findClass = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1);

/** Whether a value is an object with properties. An Output, a list, a Map or a Date is not. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !isOutput(value) && findClass(value) === "Object";
}

/** Whether an object is not an instance of a class. */
export const isPlain = (value: object): boolean =>
  [Object.prototype, null].includes(Object.getPrototypeOf(value));

/** Whether a text contains half of a UTF-16 surrogate pair, which UTF-8 cannot encode. */
export const isCutText = (text: string): boolean => /\p{Cs}/u.test(text);

/** How a validation error describes such a text. */
export const cutText = {
  problem: "contains half of a UTF-16 surrogate pair.",
  hint: "Do not cut the text within a character.",
} as const;

/** Describes the type of a value without the value, which may be secret. */
export function describeType(value: unknown): string {
  if (value === null) return "null";
  if (value instanceof Promise) return "a Promise";
  if (isOutput(value)) return "an Output";
  if (Array.isArray(value)) return "a list";
  if (pulumi.Resource.isInstance(value)) return "a resource";
  if (typeof value === "object" && !isObject(value)) return withArticle(findClass(value));
  const words: Partial<Record<string, string>> = { undefined: "undefined", object: "an object" };
  return words[typeof value] ?? `a ${typeof value}`;
}

const withArticle = (noun: string): string => `${/^[AEIO]/.test(noun) ? "an" : "a"} ${noun}`;
