import * as pulumi from "@pulumi/pulumi";
import type { Mistakes } from "./mistakes";

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

/** Each kind: which values are of it, and what a remedy calls it. */
const kinds: Readonly<Record<string, { has: (value: unknown) => boolean; words: string }>> = {
  boolean: { has: (value) => typeof value === "boolean", words: "true or false" },
  number: { has: (value) => typeof value === "number", words: "a number" },
  text: { has: (value) => typeof value === "string", words: "a text" },
  texts: { has: Array.isArray, words: "a list of texts" },
  "input texts": { has: Array.isArray, words: "a list of texts" },
  list: { has: Array.isArray, words: "a list" },
  "texts by name": { has: isSettings, words: "an object of texts" },
  "input texts by name": { has: isSettings, words: "an object of texts" },
  settings: { has: isSettings, words: "an object" },
  function: { has: (value) => typeof value === "function", words: "a function" },
  output: { has: isOutput, words: "an output" },
};

/** What a value is, without the value: it may be secret. */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (isOutput(value)) return "known later only";
  if (Array.isArray(value)) return "a list";
  const words: Partial<Record<string, string>> = { string: "a text", object: "an object" };
  return words[typeof value] ?? `a ${typeof value}`;
}

/**
 * Notes a value that is of none of its kinds, or an entry that is no text where all are.
 *
 * @param kind - as {@link KindOf} names it
 */
export function checkKind(value: unknown, kind: string, property: string, mistakes: Mistakes): void {
  if (value === undefined || kind === "anything") return;
  const wanted = kind.split(" or ");
  if (!wanted.some((one) => kinds[one]?.has(value))) {
    const words = wanted
      .filter((one) => one !== "output" || wanted.length === 1)
      .map((one) => kinds[one]?.words);
    mistakes.unfitting(property, `is ${kindOf(value)}.`, `Give ${words.join(" or ")}.`);
    return;
  }
  for (const { place, entry, kind } of textsIn(value, wanted))
    checkKind(entry ?? null, kind, property + place, mistakes);
}

/** The entries of a list of texts, or of an object of texts, each with its place and kind. */
function textsIn(
  value: unknown,
  wanted: readonly string[],
): { place: string; entry: unknown; kind: string }[] {
  const of = Array.isArray(value) ? /^(input )?texts$/ : /^(input )?texts by name$/;
  const found = wanted.find((one) => of.test(one));
  if (found === undefined || typeof value !== "object" || value === null || isOutput(value)) return [];
  const kind = found.startsWith("input") ? "text or output" : "text";
  return Object.entries(value).map(([name, entry]) => {
    const place = Array.isArray(value) ? `[${name}]` : `["${name}"]`;
    return { place, entry, kind };
  });
}
