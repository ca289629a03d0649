import querystring from "node:querystring";
import { concealEncoded } from "./conceal";

/** Decoded names and values in their original order. */
export type Pairs = readonly (readonly [name: string, value: string])[];

function decode(text: string): string {
  if (!/[%+]/.test(text)) return text;
  const spaced = text.replaceAll("+", " ");
  try {
    return decodeURIComponent(spaced);
  } catch {
    // An incomplete percent-encoding stays unchanged.
    return spaced;
  }
}

/** Splits a query without decoding it. */
export function rawPairs(text: string): Pairs {
  return split(text, (part) => part);
}

/** Parses a query or form. `a` has an empty value, and `=a` is ignored (API Gateway documentation). */
export function parsePairs(text: string): Pairs {
  return split(text, decode);
}

/** The same, with U+FFFD for bytes that are not UTF-8, as the parser of Node.js reads them. */
export function replacedPairs(text: string): Pairs {
  return split(text, (part) => querystring.unescape(part.replaceAll("+", " ")));
}

function split(text: string, read: (part: string) => string): Pairs {
  return text
    .split("&")
    .map((part) => {
      const equals = part.indexOf("=");
      const name = equals < 0 ? part : part.slice(0, equals);
      return [read(name), equals < 0 ? "" : read(part.slice(equals + 1))] as const;
    })
    .filter(([name]) => name !== "");
}

/** The first value of a name. Repeated names have no effect. */
export function firstValue(pairs: Pairs, name: string): string | undefined {
  return pairs.find(([key]) => key === name)?.[1];
}

export function formatPairs(pairs: Pairs): string {
  return pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join("&");
}

export function isForm(contentType: string | undefined): boolean {
  return /^application\/x-www-form-urlencoded\s*(;|$)/i.test(contentType ?? "");
}

/** Names whose values are secrets in a log line. */
const SECRET_NAME = /code|token|secret|password|passwd|signature|key|credential|auth/i;

/**
 * Formats a request target for the log. Values that may be secrets are masked.
 *
 * @param conceal - Replaces secrets, wherever they are.
 */
export function maskTarget(target: string, conceal: (text: string) => string): string {
  if (!/[%+]/.test(target) && !SECRET_NAME.test(target)) return conceal(target);
  const mark = target.indexOf("?");
  if (mark < 0) return concealEncoded(conceal, target);
  const query = target
    .slice(mark + 1)
    .split("&")
    .map((part) => {
      const equals = part.indexOf("=");
      const name = equals < 0 ? part : part.slice(0, equals);
      return equals >= 0 && SECRET_NAME.test(decode(name)) ? `${name}=***` : concealEncoded(conceal, part);
    });
  return `${concealEncoded(conceal, target.slice(0, mark))}?${query.join("&")}`;
}
