/** A table, as far as values derived from it need it. */
export interface Revised {
  /** Increases with every change of the table. */
  readonly revision: number;
}

/**
 * A value that is computed from tables, and again only after a change of one of them. The value must not be changed,
 * except for entries that a reader adds to it as a cache.
 */
export function derive<T>(tables: readonly Revised[], compute: () => T): () => T {
  let seen = -1;
  let value: T | undefined;
  return () => {
    let current = 0;
    for (const table of tables) current += table.revision;
    if (seen !== current) {
      value = compute();
      seen = current;
    }
    return value as T;
  };
}

/** Returns the value of a key in a cache, and computes it at its first use. */
export function cached<K, V>(cache: Map<K, V>, key: K, compute: () => V): V {
  const known = cache.get(key);
  if (known !== undefined || cache.has(key)) return known as V;
  const value = compute();
  cache.set(key, value);
  return value;
}
