import type { IncomingHttpHeaders } from "node:http";

const NON_ASCII = /[\x80-\xff]/;
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Decodes the bytes of a header, which Node.js represents as Latin-1, as UTF-8. Assumption: bytes that are not UTF-8
 * are Latin-1, which some clients send.
 */
export function decodeHeader(value: string): string {
  if (!NON_ASCII.test(value)) return value;
  try {
    return utf8.decode(Buffer.from(value, "latin1"));
  } catch {
    return value;
  }
}

/** Encodes a text as UTF-8 bytes in the form that Node.js sends. */
export const encodeHeader = (text: string): string => Buffer.from(text, "utf8").toString("latin1");

/** Headers of one connection, not of the message (RFC 9110, section 7.6.1). */
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

/** The headers to forward: without those of the connection, including those that the header Connection names. */
export function endToEnd(headers: IncomingHttpHeaders): Record<string, string | string[]> {
  const named = (headers.connection ?? "").split(",").map((name) => name.trim().toLowerCase());
  const kept: Record<string, string | string[]> = {};
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    if (value !== undefined && !HOP_BY_HOP.has(name) && !named.includes(name)) kept[name] = value;
  }
  return kept;
}

/**
 * The same for names and values in turn, with the gateway's own headers after them. A header of the gateway replaces
 * all headers of its name.
 */
export function endToEndPairs(headers: readonly string[], own: Readonly<Record<string, string>>): string[] {
  const dropped = new Set(Object.keys(own).map((name) => name.toLowerCase()));
  for (let i = 0; i < headers.length; i += 2) {
    if (headers[i]?.toLowerCase() !== "connection") continue;
    for (const name of (headers[i + 1] ?? "").split(",")) dropped.add(name.trim().toLowerCase());
  }
  const kept: string[] = [];
  for (let i = 0; i < headers.length; i += 2) {
    const [name = "", value = ""] = [headers[i], headers[i + 1]];
    const lower = name.toLowerCase();
    if (!HOP_BY_HOP.has(lower) && !dropped.has(lower)) kept.push(name, value);
  }
  for (const [name, value] of Object.entries(own)) kept.push(name, value);
  return kept;
}
