import type { IncomingHttpHeaders } from "node:http";
import { connectionFields } from "../http/head";

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

/**
 * The headers to forward: without those of the connection, including those that the header Connection names, and
 * without those that the caller replaces.
 */
export function endToEnd(
  headers: IncomingHttpHeaders,
  isReplaced: (name: string) => boolean,
): Record<string, string | string[]> {
  const named = namedBy(headers.connection);
  const kept: Record<string, string | string[]> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined || connectionFields.has(name) || named?.includes(name) || isReplaced(name))
      continue;
    kept[name] = value;
  }
  return kept;
}

const namedBy = (connection: string | undefined): string[] | undefined =>
  connection?.split(",").map((name) => name.trim().toLowerCase());

/** The fields of a message that are passed on beside the gateway's own, whose names are `ownNames`. */
interface Passed {
  ownNames: readonly string[];
  fields: readonly string[];
}

/** For messages that repeat the fields of the one before; see {@link HeadReader}. */
const passedBefore = new WeakMap<readonly string[], Passed>();

/**
 * The same for names and values in turn, with the gateway's own headers after them. A header of the gateway replaces
 * all headers of its name.
 */
export function endToEndPairs(headers: readonly string[], own: Readonly<Record<string, string>>): string[] {
  const ownNames = Object.keys(own);
  let passed = passedBefore.get(headers);
  if (!passed || !isSame(passed.ownNames, ownNames)) {
    passed = { ownNames, fields: passedFields(headers, ownNames) };
    passedBefore.set(headers, passed);
  }
  const pairs = passed.fields.slice();
  for (const name of ownNames) pairs.push(name, own[name] ?? "");
  return pairs;
}

const isSame = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((name, i) => name === others[i]);

function passedFields(headers: readonly string[], ownNames: readonly string[]): string[] {
  const dropped = ownNames.map((name) => name.toLowerCase());
  const lower: string[] = [];
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i]?.toLowerCase() ?? "";
    if (name === "connection") dropped.push(...(namedBy(headers[i + 1]) ?? []));
    lower.push(name);
  }
  return lower.flatMap((name, i) =>
    connectionFields.has(name) || dropped.includes(name) ? [] : headers.slice(2 * i, 2 * i + 2),
  );
}
