import type { JudgeOptions, TestResource } from "../support/policyHarness";

/** Resources, and what a rule says of them. */
export interface Case extends JudgeOptions {
  readonly resources: readonly TestResource[];
  /** `undecided` is told by the policy not-judged alone. */
  readonly finds: "nothing" | "violation" | "undecided";
  /** What the message says besides. */
  readonly says?: RegExp;
}

/** What a rule is tried with besides its two examples; a text says why there is no such case. */
export interface Matrix {
  /** What it reads is not set. */
  readonly absent: Case | string;
  /** What it reads is not known yet, and nothing tells where it comes from. */
  readonly unknown: Case | string;
  /** What it reads is not known yet, but where it comes from is. */
  readonly unknownButLinked: Case | string;
  /** Edges, options, spellings, by name. */
  readonly more?: Readonly<Record<string, Case>>;
}
