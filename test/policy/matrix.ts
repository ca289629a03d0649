import type { EvaluateOptions, TestResource } from "../support/policyHarness";

/** Resources, and the result of a rule for them. */
export interface Case extends EvaluateOptions {
  readonly resources: readonly TestResource[];
  /** An undecided check is reported by the policy not-judged only. */
  readonly finds: "nothing" | "violation" | "undecided";
  /** Pattern that each message must match. */
  readonly says?: RegExp;
}

/** Cases of a rule in addition to its two examples. A string explains why there is no such case. */
export interface Matrix {
  /** The properties are not set. */
  readonly absent: Case | string;
  /** The properties are unknown at preview and have no known dependencies. */
  readonly unknown: Case | string;
  /** The properties are unknown at preview and have known dependencies. */
  readonly unknownButLinked: Case | string;
  /** Further cases by name. */
  readonly more?: Readonly<Record<string, Case>>;
}
