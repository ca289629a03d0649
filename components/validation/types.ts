import * as pulumi from "@pulumi/pulumi";
import type { Problems } from "./problems";

/** The kinds that a value of this type may be of. */
type KindIn<V> = unknown extends V
  ? never
  : V extends undefined
    ? never
    : V extends pulumi.OutputInstance<infer Later> | Promise<infer Later>
      ? KindIn<Later> | "output"
      : V extends boolean
        ? "boolean"
        : V extends number
          ? "number"
          : V extends string
            ? "text"
            : V extends readonly (infer Element)[]
              ? ListOf<Element>
              : V extends (...args: never) => unknown
                ? "function"
                : string extends keyof V
                  ? NamedOf<V[keyof V]>
                  : unknown[] extends V
                    ? "list" | "settings"
                    : "settings";
type ListOf<Element> = Texts<Element, "list">;
type NamedOf<Value> = Texts<Value, "settings", " by name">;
type Texts<V, Else extends string, How extends string = ""> = [V] extends [string]
  ? `texts${How}`
  : [V] extends [pulumi.Input<string>]
    ? `input texts${How}`
    : Else;

type Or<Before extends string, Kind extends string, Found> = Kind extends Found
  ? Before extends ""
    ? Kind
    : `${Before} or ${Kind}`
  : Before;
type Simple<Found> = Or<Or<Or<"", "boolean", Found>, "number", Found>, "text", Found>;
type Lists<Found> = Or<Or<Or<Simple<Found>, "texts", Found>, "input texts", Found>, "list", Found>;
type Named<Found> = Or<Or<Lists<Found>, "texts by name", Found>, "input texts by name", Found>;
type Objects<Found> = Or<Named<Found>, "settings", Found>;
type All<Found> = Or<Or<Objects<Found>, "function", Found>, "output", Found>;

/** What a value of this type may be, in words: `"text"`, `"boolean or settings"`, `"text or output"`, `"anything"`. */
export type KindOf<V> = [KindIn<V>] extends [never] ? "anything" : All<KindIn<V>>;

/** Whether a value is known later, when nobody checks it here. */
export const isOutput = (value: unknown): boolean =>
  pulumi.Output.isInstance(value) || value instanceof Promise;

/** Whether a value has settings by name. What is known later has none yet. */
export function isSettings(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isOutput(value);
}

/** Each kind: which values are of it, what a message calls it, and a value that stands for a wrong one in later checks. */
const kinds: Readonly<Record<string, { has: (value: unknown) => boolean; words: string; neutral: unknown }>> =
  {
    boolean: { has: (value) => typeof value === "boolean", words: "true or false", neutral: false },
    number: { has: (value) => typeof value === "number", words: "a number", neutral: Number.NaN },
    text: { has: (value) => typeof value === "string", words: "a string", neutral: "" },
    texts: { has: Array.isArray, words: "a list of strings", neutral: [] },
    "input texts": { has: Array.isArray, words: "a list of strings", neutral: [] },
    list: { has: Array.isArray, words: "a list", neutral: [] },
    "texts by name": { has: isSettings, words: "an object of strings", neutral: {} },
    "input texts by name": { has: isSettings, words: "an object of strings", neutral: {} },
    settings: { has: isSettings, words: "an object", neutral: {} },
    function: { has: (value) => typeof value === "function", words: "a function", neutral: undefined },
    output: { has: isOutput, words: "an Output", neutral: "" },
  };

/** What a value is, without the value: it may be secret. */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (value instanceof Promise) return "a Promise";
  if (isOutput(value)) return "an Output";
  if (Array.isArray(value)) return "a list";
  const words: Partial<Record<string, string>> = { undefined: "undefined", object: "an object" };
  return words[typeof value] ?? `a ${typeof value}`;
}

const alternativesOf = (kind: string): string[] => kind.replace(/\?$/, "").split(" or ");

/** What a value of a kind must be, in words: `"a string"`, `"true or false or an object"`. */
export function wordsFor(kind: string): string {
  const alternatives = alternativesOf(kind);
  const plain = alternatives.filter((one) => one !== "output" || alternatives.length === 1);
  return plain.map((one) => kinds[one]?.words).join(" or ");
}

/** A value of a kind, for later checks where the real one is missing or of a wrong type. */
export const neutralValue = (kind: string): unknown => kinds[alternativesOf(kind)[0] ?? ""]?.neutral;

/** Reports a value of a wrong type. */
export function reportKind(value: unknown, kind: string, property: string, problems: Problems): void {
  if (isOutput(value)) {
    const hint = `Use ${wordsFor(kind)} that the program knows at once, for example from the stack's configuration.`;
    problems.invalid(property, `is ${kindOf(value)}, but a plain value is required.`, hint);
  } else {
    problems.invalid(property, `is ${kindOf(value)}.`, `It must be ${wordsFor(kind)}.`);
  }
}

/**
 * Reports a value of a wrong type, and entries of a wrong type in a list or object of strings.
 *
 * @param kind - as {@link KindOf} names it
 * @returns The value; without what is wrong, so that later checks can read it. Undefined for a wrong value.
 */
export function checkKind(value: unknown, kind: string, property: string, problems: Problems): unknown {
  if (value === undefined || kind === "anything") return value;
  const wanted = alternativesOf(kind);
  if (!wanted.some((one) => kinds[one]?.has(value))) {
    reportKind(value, kind, property, problems);
    return undefined;
  }
  const entryKind = entryKindOf(value, wanted);
  if (entryKind === undefined || typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, entry]) => {
    const at = Array.isArray(value) ? `[${name}]` : `["${name}"]`;
    return [name, checkKind(entry ?? null, entryKind, property + at, problems) ?? ""] as const;
  });
  return Array.isArray(value) ? entries.map(([, entry]) => entry) : Object.fromEntries(entries);
}

/** Kind of the entries of a list or object of strings. */
function entryKindOf(value: unknown, wanted: readonly string[]): string | undefined {
  const of = Array.isArray(value) ? /^(input )?texts$/ : /^(input )?texts by name$/;
  const found = isOutput(value) ? undefined : wanted.find((one) => of.test(one));
  if (found === undefined) return undefined;
  return found.startsWith("input") ? "text or output" : "text";
}
