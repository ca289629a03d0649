/** Serializes a value to JSON with sorted object keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** Whether two values contain the same data. */
export function same(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}
