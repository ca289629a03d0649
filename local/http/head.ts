/** The head of an HTTP/1.1 message. */
export interface Head {
  /** The request line or the status line. */
  start: string;
  /** Names as sent, and values without spaces around them, in turn. Bytes are represented as Latin-1. */
  fields: string[];
  /** Position of the first byte after the head. */
  end: number;
}

/** Fields in their strict form (RFC 9110, section 5.6.2, and RFC 9112, section 5), each with its line end. */
const strictFields = /^(?:[\w!#$%&'*+\-.^`|~]+:[\t\x20-\x7e\x80-\xff]*\r\n)*$/;

const headEnd = "\r\n\r\n";

/**
 * Reads a head of which every line has the form that senders must use. Undefined for any other text, also for a head
 * that has not arrived completely: a parser with rules for everything that can occur must read it.
 */
export function readStrictHead(text: string): Head | undefined {
  const end = text.indexOf(headEnd);
  if (end < 0) return undefined;
  let from = text.indexOf("\r\n") + 2;
  const start = text.slice(0, from - 2);
  if (!strictFields.test(text.slice(from, end + 2))) return undefined;
  const fields: string[] = [];
  while (from < end) {
    const colon = text.indexOf(":", from);
    const next = text.indexOf("\r\n", colon);
    fields.push(text.slice(from, colon), trim(text, colon + 1, next));
    from = next + 2;
  }
  return { start, fields, end: end + headEnd.length };
}

/** Spaces and tabs only: other blanks of JavaScript are bytes of a value here. */
function trim(text: string, start: number, end: number): string {
  let from = start;
  let to = end;
  while (from < to && isBlank(text.charCodeAt(from))) from++;
  while (to > from && isBlank(text.charCodeAt(to - 1))) to--;
  return text.slice(from, to);
}

const isBlank = (code: number): boolean => code === 0x20 || code === 0x09;

/** Fields of one connection, not of the message (RFC 9110, section 7.6.1). */
export const connectionFields: ReadonlySet<string> = new Set([
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

/** A text that a field can have as its value. Line ends would begin another field. */
export const isFieldValue = (text: string): boolean => !/[^\t\x20-\x7e\x80-\xff]/.test(text);

/** A text that a field can have as its name. */
export const isFieldName = (text: string): boolean => /^[\w!#$%&'*+\-.^`|~]+$/.test(text);
