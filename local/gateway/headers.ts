import type { IncomingHttpHeaders } from "node:http";

/** Belong to one connection, not to the message (RFC 9110, section 7.6.1). */
const HOP_BY_HOP = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/**
 * The headers of a message that travel on: without those of the connection, also those that it names itself.
 *
 * @param replaced - Names that the caller sets instead.
 */
export function endToEnd(
  headers: IncomingHttpHeaders,
  replaced: readonly string[] = [],
): Record<string, string | string[]> {
  const named = [...(headers.connection ?? "").split(","), ...replaced].map((name) =>
    name.trim().toLowerCase(),
  );
  const kept: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !HOP_BY_HOP.has(name) && !named.includes(name)) kept[name] = value;
  }
  return kept;
}
