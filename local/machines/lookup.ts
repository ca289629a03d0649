/** Finds the entry of a table by a key from user input. Ignores the inherited properties of objects. */
export function lookup<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
