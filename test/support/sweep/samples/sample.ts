import type { Value } from "../around";

/** A change of arguments whose types do not say which other value they can have. */
export interface Sample {
  /** The argument; several, by a space, that can only change together. */
  of: string;
  /** New values by path; `undefined` takes an argument away. A path without a scenario's prefix is of the arguments. */
  set: Readonly<Record<string, Value>>;
  /** In words, where the values do not say it. */
  to?: string;
  /** Whether it goes with no other change. */
  alone?: boolean;
  /** Whether it replaces what others change in place: then it does not go with those. */
  replaces?: boolean;
}

/** What is taken from the outputs of the stack as it is. */
export const output = (read: (outputs: Record<string, unknown>) => unknown) => ({ read });

/** Samples by scenario, in the order in which they are made. */
export type Samples = Readonly<Record<string, readonly Sample[]>>;
