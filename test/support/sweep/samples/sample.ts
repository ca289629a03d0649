import type { Value } from "../around";

/** A change of arguments whose types do not determine another valid value. */
export interface Sample {
  /** The argument, or several arguments that can change only together, separated by spaces. */
  of: string;
  /**
   * New values by path. `undefined` removes an argument. A path without the prefix of a scenario belongs to the
   * arguments.
   */
  set: Readonly<Record<string, Value>>;
  /** Description of the new value, if the values alone are not clear. */
  to?: string;
  /** Whether it cannot be combined with another change. */
  alone?: boolean;
  /** Whether it replaces resources that other changes update. It is then not combined with them. */
  replaces?: boolean;
}

/** A value from the outputs of the stack before the change. */
export const output = (read: (outputs: Record<string, unknown>) => unknown) => ({ read });

/** Samples by scenario, in the order of their changes. */
export type Samples = Readonly<Record<string, readonly Sample[]>>;
