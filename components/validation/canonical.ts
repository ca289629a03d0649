import { createHash } from "node:crypto";

/** Serializes a value to JSON with sorted object keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** First hexadecimal digits of a digest of a value. A string is digested unchanged. */
export function digest(value: unknown, digits = 16): string {
  const text = typeof value === "string" ? value : canonical(value);
  return createHash("sha256").update(text).digest("hex").slice(0, digits);
}

/** Whether two values contain the same data. */
export function same(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}
