import { checkKind, isSettings, type KindOf } from "./kinds";
import type { Mistakes } from "./mistakes";

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

/**
 * Notes each key that the settings do not have, with the one that may be meant, each that is missing, and each whose
 * value is of another kind. Types do this for a program that has them; JavaScript, `any` and a stack's configuration have none.
 */
export function checkKeys(given: unknown, known: Readonly<Record<string, string>>, mistakes: Mistakes): void {
  // A resource, such as an instance, may stand for settings and has more.
  if (isSettings(given) && isPlain(given)) {
    for (const key of givenKeys(given)) {
      if (!Object.hasOwn(known, key)) mistakes.add(key, "is not known.", remedyFor(key, Object.keys(known)));
    }
  }
  checkKinds(given, known, mistakes);
}

/** The same of an object that may have more keys than are known here. */
export function checkKinds(
  given: unknown,
  known: Readonly<Record<string, string>>,
  mistakes: Mistakes,
): void {
  if (!isSettings(given)) {
    const remedy = `Give one with ${Object.keys(known).join(", ")}.`;
    mistakes.unfitting("", "is no object of settings.", remedy);
    return;
  }
  if (!isPlain(given)) return;
  for (const [key, kind] of Object.entries(known)) {
    const value = Object.hasOwn(given, key) ? given[key] : undefined;
    if (value === undefined && !kind.endsWith("?")) mistakes.missing(key);
    checkKind(value, kind.replace("?", ""), key, mistakes);
  }
}

/** The same for each of a list. */
export function checkEach(
  list: readonly unknown[],
  known: Readonly<Record<string, string>>,
  mistakes: Mistakes,
): void {
  for (const [index, given] of list.entries()) checkKeys(given, known, mistakes.under(`[${index}]`));
}

/** Notes each other key that is given beside one that stands alone. */
export function checkAlone(
  settings: object,
  key: string,
  others: readonly string[],
  mistakes: Mistakes,
): void {
  for (const other of givenKeys(settings)) {
    if (other !== key && others.includes(other))
      mistakes.add(other, `is given together with ${key}.`, "Leave one of them out.");
  }
}

/** A key without a value is as one that is left out. */
const givenKeys = (settings: object): string[] =>
  Object.entries(settings).flatMap(([key, value]) => (value === undefined ? [] : [key]));

const isPlain = (value: object): boolean => [Object.prototype, null].includes(Object.getPrototypeOf(value));

function remedyFor(key: string, known: readonly string[]): string {
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
