import { Problems } from "./problems";
import { checkKind, isOutput, isSettings, type KindOf, kindOf, neutralValue, wordsFor } from "./types";

type Keys<T> = T extends unknown ? keyof T : never;
type Presence<T, Key extends PropertyKey> = T extends unknown
  ? Key extends keyof T
    ? Record<never, never> extends Pick<T, Key>
      ? "optional"
      : "required"
    : "optional"
  : never;
type Value<T, Key extends PropertyKey> = T extends unknown ? (Key extends keyof T ? T[Key] : never) : never;

/**
 * Each key of settings, and of what kind its value is: `"text"`, or `"text?"` where it may be left out; of a union,
 * those of all its shapes. A table of this type does not compile unless it says what the settings' type says.
 */
export type KeysOf<T> = {
  readonly [Key in Keys<T>]: `${KindOf<Value<T, Key>>}${"optional" extends Presence<T, Key> ? "?" : ""}`;
};

/** The form of an object of arguments: the kind of each, and the form of those that have arguments themselves. */
export interface Shape {
  keys: Readonly<Record<string, string>>;
  /** Forms of the values of keys. */
  inside?: Readonly<Record<string, Inside>>;
  /** Whether other keys than these are right too. @default false */
  isOpen?: boolean;
  /** Keys whose values may have spaces and lines. Any other that may be an Output is an id or a name. @default none */
  texts?: readonly string[];
}

/** The form of an argument's value: of an object, of each entry, or one that depends on the value. */
export type Inside = Shape | EachEntry | ((value: unknown) => Inside | undefined);

/** The form of each entry of a list, or of an object whose keys are names. */
export interface EachEntry {
  /** Kind of each entry, as in a table of keys: `"text or settings"`. */
  each: string;
  /** Form of the entries that are objects. */
  inside?: Inside;
  /** How paths name an entry of an object: `["name"]`, or `.name` where the names are fixed. @default "quoted" */
  path?: "quoted" | "dotted";
}

/**
 * Reports unknown keys with the one that may be meant, missing keys, and values of a wrong type, at every depth. Types
 * do this for a program that has them; JavaScript, `any` and a stack's configuration have none.
 *
 * @returns A copy for the checks of values. It has the type that the shape describes, whatever was given: a wrong value
 *   that may be left out is left out, any other is replaced by an empty one. So one wrong value neither stops nor
 *   hides the checks of others, and what is reported about a replaced value is dropped: see {@link Problems.invalid}.
 */
export function checkShape<T>(given: T, shape: Shape, problems: Problems): T {
  const { keys, inside = {}, isOpen, texts = [] } = shape;
  if (!isSettings(given)) {
    problems.invalid(
      "",
      isOutput(given) ? `is ${kindOf(given)}, but a plain value is required.` : `is ${kindOf(given)}.`,
      `It must be an object with ${Object.keys(keys).join(", ")}.`,
    );
    return checkShape({}, { keys, inside }, new Problems()) as T;
  }
  // A resource, such as an instance, may stand for arguments and has more.
  if (!isPlain(given)) return given;
  const copy: Record<string, unknown> = {};
  for (const key of givenKeys(given)) {
    const kind = Object.hasOwn(keys, key) ? keys[key] : undefined;
    if (kind !== undefined) {
      copy[key] = checkValue(given[key], kind, inside[key], key, problems);
      if (!texts.includes(key)) checkIdentifiers(copy[key], kind, key, problems);
    } else if (isOpen) copy[key] = given[key];
    else problems.add(key, "is not known.", hintFor(key, Object.keys(keys)));
  }
  for (const [key, kind] of Object.entries(keys)) {
    if (copy[key] !== undefined) continue;
    delete copy[key];
    if (kind.endsWith("?")) continue;
    if (!Object.hasOwn(given, key) || given[key] === undefined) problems.missing(key, wordsFor(kind));
    copy[key] = neutralOf(kind, inside[key]);
  }
  return copy as T;
}

/** Reports ids and names that are empty or have spaces, without the value: it may be a secret. */
function checkIdentifiers(value: unknown, kind: string, property: string, problems: Problems): void {
  if (/^input texts\??$/.test(kind) || kind === "number or input texts?") {
    if (!Array.isArray(value)) return;
    value.forEach((entry, index) => {
      checkIdentifiers(entry, "text or output", `${property}[${index}]`, problems);
    });
  } else if (/^text or output\??$/.test(kind) && typeof value === "string") {
    if (value === "") {
      const hint = kind.endsWith("?")
        ? "Set it to a name or an ID, or leave it out."
        : "Set it to a name or an ID.";
      problems.invalid(property, "is empty.", hint);
    } else if (/[\s\p{Cc}]/u.test(value)) {
      problems.invalid(property, "has a space, a line break or a control character.", "Remove it.");
    }
  }
}

function checkValue(
  value: unknown,
  kind: string,
  inside: Inside | undefined,
  property: string,
  problems: Problems,
): unknown {
  const right = checkKind(value, kind, property, problems);
  const isObject = isSettings(right) || Array.isArray(right);
  return inside === undefined || !isObject ? right : checkInside(right, inside, problems.under(property));
}

function checkInside(value: unknown, inside: Inside, problems: Problems): unknown {
  if (typeof inside === "function") {
    const chosen = inside(value);
    return chosen === undefined ? value : checkInside(value, chosen, problems);
  }
  if ("keys" in inside) return Array.isArray(value) ? value : checkShape(value, inside, problems);
  if (Array.isArray(value)) {
    return value.map((entry, index) => checkEntry(entry, inside, `[${index}]`, problems));
  }
  const entries = Object.entries(value as object).map(([name, entry]) => {
    const property = inside.path === "dotted" ? name : `["${name}"]`;
    return [name, checkEntry(entry, inside, property, problems)] as const;
  });
  return Object.fromEntries(entries);
}

function checkEntry(
  entry: unknown,
  { each, inside }: EachEntry,
  property: string,
  problems: Problems,
): unknown {
  return checkValue(entry ?? null, each, inside, property, problems) ?? neutralOf(each, inside);
}

/** An empty value of a kind, with empty values for what its form requires. */
function neutralOf(kind: string, inside: Inside | undefined): unknown {
  const value = neutralValue(kind);
  return inside !== undefined && isSettings(value) ? checkInside(value, inside, new Problems()) : value;
}

/** The same of one object without others in it. */
export const checkKeys = <T>(given: T, keys: Readonly<Record<string, string>>, problems: Problems): T =>
  checkShape(given, { keys }, problems);

/** Notes each other key that is given beside one that stands alone. */
export function checkAlone(
  settings: object,
  key: string,
  others: readonly string[],
  problems: Problems,
): void {
  for (const other of givenKeys(settings)) {
    if (other !== key && others.includes(other))
      problems.add(other, `is given together with ${key}.`, "Leave one of them out.");
  }
}

/** A key without a value is as one that is left out. */
const givenKeys = (settings: object): string[] =>
  Object.entries(settings).flatMap(([key, value]) => (value === undefined ? [] : [key]));

const isPlain = (value: object): boolean => [Object.prototype, null].includes(Object.getPrototypeOf(value));

function hintFor(key: string, known: readonly string[]): string {
  const nearest = nearestOf(key, known);
  return nearest === undefined ? `Use only ${known.join(", ")}.` : `Did you mean ${nearest}?`;
}

/** The known key that another was probably meant to be: a few letters away, or the one begins with the other. */
export function nearestOf(key: string, known: readonly string[]): string | undefined {
  const wanted = key.toLowerCase();
  const near = known.flatMap((name) => {
    const other = name.toLowerCase();
    const isBeginning = Math.min(wanted.length, other.length) >= 3 && beginsWith(wanted, other);
    const letters = lettersApart(wanted, other);
    return isBeginning || letters <= Math.max(1, Math.floor(wanted.length / 3)) ? [{ name, letters }] : [];
  });
  return near.sort((a, b) => a.letters - b.letters)[0]?.name;
}

const beginsWith = (one: string, other: string): boolean => one.startsWith(other) || other.startsWith(one);

/** How many letters have to be added, left out or exchanged to make one text of the other. */
function lettersApart(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [line, letter] of [...one].entries()) {
    const next = [line + 1];
    for (const [column, facing] of [...other].entries()) {
      const exchanged = (row[column] ?? 0) + (letter === facing ? 0 : 1);
      next.push(Math.min(exchanged, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
