/**
 * A value, or a promise of it. Most calls of the gateway find every answer in memory, and a promise for each would cost
 * more than the answers.
 */
export type Soon<T> = T | Promise<T>;

/** Continues with a value, at once if it is available. */
export const andThen = <T, R>(value: Soon<T>, next: (value: T) => Soon<R>): Soon<R> =>
  value instanceof Promise ? value.then(next) : next(value);

/** All values, at once if all are available. */
export function all<T>(values: readonly Soon<T>[]): Soon<readonly T[]> {
  return values.some((value) => value instanceof Promise) ? Promise.all(values) : (values as readonly T[]);
}
