import type { IncomingHttpHeaders } from "node:http";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * The text of a header's value: its bytes, which Node has as Latin-1, as UTF-8. Bytes that are not UTF-8 are taken for
 * Latin-1, which some clients send (an assumption).
 */
export function decodeHeader(value: string): string {
  try {
    return utf8.decode(Buffer.from(value, "latin1"));
  } catch {
    return value;
  }
}

/** A header's value as Node sends it: the bytes of the text in UTF-8. */
export const encodeHeader = (text: string): string => Buffer.from(text, "utf8").toString("latin1");

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
