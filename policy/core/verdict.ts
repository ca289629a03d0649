import { isUnknown } from "./facts";

/** Stands in a violation for a value that must not be told, as it is a secret or holds one. */
export const withheld = Symbol("a value that is not shown");

/** What a rule found wrong: where, what it saw and what it wants. */
export interface Violation {
  /** Path of the property. */
  readonly property: string;
  /** Value that was found; {@link withheld} for a secret. Undefined is told as "not set". */
  readonly seen: unknown;
  /** What is to stand there, in words that complete "is …, wanted …". */
  readonly wanted: string;
  /** What to do, when the rule's own remedy does not say enough. */
  readonly remedy?: string;
}

/**
 * What a rule says of one resource. Violations are found first; what could not be decided is named besides, and never
 * counts as passed. Neither of both: it complies.
 */
export interface Verdict {
  readonly violations: readonly Violation[];
  /** Why something could not be decided, each in words that complete "not decided, because …". */
  readonly undecided: readonly string[];
}

export const complies: Verdict = { violations: [], undecided: [] };

export const violates = (...violations: Violation[]): Verdict => ({ violations, undecided: [] });

export const undecided = (...reasons: string[]): Verdict => ({ violations: [], undecided: reasons });

/** One verdict of several. */
export function all(verdicts: readonly Verdict[]): Verdict {
  return {
    violations: verdicts.flatMap(({ violations }) => violations),
    undecided: verdicts.flatMap((verdict) => verdict.undecided),
  };
}

/**
 * A verdict on what a resource must comply with only under a condition: what violates is not decided while nobody knows
 * whether the condition is met.
 *
 * @param isSure whether it is known to be met
 * @param reason why it is not known, in words that complete "not decided, because …"
 */
export const provided = (isSure: boolean, verdict: Verdict, reason: string): Verdict =>
  isSure || verdict.violations.length === 0 ? verdict : undecided(reason, ...verdict.undecided);

/** Judges a value once it is known, and says so where it is not yet. */
export function whenKnown(property: string, value: unknown, judge: (known: unknown) => Verdict): Verdict {
  return isUnknown(value) ? undecided(`${property} is not known yet`) : judge(value);
}

/** Judges that something that may be known later is one value. */
export const wants = (property: string, value: unknown, wanted: string | number | boolean): Verdict =>
  whenKnown(property, value, (seen) =>
    seen === wanted ? complies : violates({ property, seen, wanted: JSON.stringify(wanted) }),
  );

/** `"a text"`, `3`, `not set`, `set, and known later`, `set, and not shown here`. */
export function shown(value: unknown): string {
  if (isUnknown(value)) return "set, and known later";
  if (value === withheld) return "set, and not shown here";
  return value === undefined ? "not set" : JSON.stringify(value);
}
