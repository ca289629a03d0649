import { isUnknown } from "./values";

/** Stands for a secret value in a violation. The message shows that it is set, not what it is. */
export const redacted = Symbol("redacted");

/** One property that violates a rule. */
export interface Violation {
  /** Path of the property. */
  readonly property: string;
  /** Actual value. {@link redacted} for a secret, undefined when the property is not set. */
  readonly actual: unknown;
  /** Expected value, as a noun phrase that completes "expected …". */
  readonly expected: string;
  /** How to fix it. @default the hint of the rule */
  readonly hint?: string;
}

/**
 * Result of a rule for one resource: its violations, and the checks that could not be evaluated. With neither, the
 * resource complies. An undecided check never counts as passed.
 */
export interface Verdict {
  readonly violations: readonly Violation[];
  /** Reasons why a check could not be evaluated, each as a clause that completes "not decided, because …". */
  readonly undecided: readonly string[];
}

export const complies: Verdict = { violations: [], undecided: [] };

export const violates = (...violations: Violation[]): Verdict => ({ violations, undecided: [] });

export const undecided = (...reasons: string[]): Verdict => ({ violations: [], undecided: reasons });

/** Combines several verdicts into one. */
export function all(verdicts: readonly Verdict[]): Verdict {
  return {
    violations: verdicts.flatMap(({ violations }) => violations),
    undecided: verdicts.flatMap((verdict) => verdict.undecided),
  };
}

/**
 * Makes a verdict conditional: violations become undecided while it is not certain that the rule applies.
 *
 * @param isCertain whether the rule certainly applies
 * @param reason why that is uncertain, as a clause that completes "not decided, because …"
 */
export const decideIf = (isCertain: boolean, verdict: Verdict, reason: string): Verdict =>
  isCertain || verdict.violations.length === 0 ? verdict : undecided(reason, ...verdict.undecided);

/** Checks a value that may be unknown at preview. An unknown value is undecided. */
export function whenKnown(property: string, value: unknown, check: (known: unknown) => Verdict): Verdict {
  return isUnknown(value) ? undecided(`${property} is unknown at preview`) : check(value);
}

/** Requires that a property has exactly one value. */
export const requireValue = (
  property: string,
  value: unknown,
  expected: string | number | boolean,
): Verdict =>
  whenKnown(property, value, (actual) =>
    actual === expected ? complies : violates({ property, actual, expected: JSON.stringify(expected) }),
  );

/** `found "a text"`, `found 3`, `not set`, `set (unknown at preview)`, `set (redacted)`. */
export function formatValue(value: unknown): string {
  if (isUnknown(value)) return "set (unknown at preview)";
  if (value === redacted) return "set (redacted)";
  return value === undefined ? "not set" : `found ${JSON.stringify(value)}`;
}
