/** JSON text in which the order of an object's keys plays no part. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** Whether two values are the same data. */
export function same(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}
