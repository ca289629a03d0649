import { memoize } from "../memoize";

/** The head of an HTTP/1.1 message. */
export interface Head {
  /** The request line or the status line. */
  start: string;
  /** Names as sent, and values without spaces around them, in turn. Bytes are represented as Latin-1. */
  fields: readonly string[];
  /** Position of the first byte after the head. */
  end: number;
}

/** Fields in their strict form (RFC 9110, section 5.6.2, and RFC 9112, section 5), each with its line end. */
const strictFields = /^(?:[\w!#$%&'*+\-.^`|~]+:[\t\x20-\x7e\x80-\xff]*\r\n)*$/;

const headEnd = "\r\n\r\n";

/**
 * Reads the heads that arrive on a connection, if every line has the form that senders must use. Most senders repeat
 * the fields of their last head. The new head has the same array of fields then, and nothing of it is read again.
 */
export class HeadReader {
  private lines = "";
  private fields: readonly string[] = [];

  /**
   * Undefined for any other text, also for a head that has not arrived completely: a parser with rules for everything
   * that can occur must read it.
   */
  read(text: string): Head | undefined {
    const end = text.indexOf(headEnd);
    if (end < 0) return undefined;
    const from = text.indexOf("\r\n") + 2;
    const lines = text.slice(from, end + 2);
    if (lines !== this.lines) {
      if (!strictFields.test(lines)) return undefined;
      this.fields = readFields(lines);
      this.lines = lines;
    }
    return { start: text.slice(0, from - 2), fields: this.fields, end: end + headEnd.length };
  }
}

function readFields(lines: string): string[] {
  const fields: string[] = [];
  let from = 0;
  while (from < lines.length) {
    const colon = lines.indexOf(":", from);
    const next = lines.indexOf("\r\n", colon);
    fields.push(lines.slice(from, colon), trim(lines, colon + 1, next));
    from = next + 2;
  }
  return fields;
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

/** A field with its line end, which no name or value can contain: it would begin another field. */
const fieldLine = /^[\w!#$%&'*+\-.^`|~]+: [\t\x20-\x7e\x80-\xff]*\r\n$/;

/** The name of a field. */
export class FieldName {
  readonly lower: string;
  /** Whether a field can have the name. */
  readonly isValid: boolean;
  /** The value and line that were written last: the next message mostly has the same. */
  private value: string | undefined;
  private line = "";

  constructor(private readonly name: string) {
    this.lower = name.toLowerCase();
    this.isValid = /^[\w!#$%&'*+\-.^`|~]+$/.test(name);
  }

  /** The field with its line end. Undefined for a name or value that would change the message. */
  format(value: string): string | undefined {
    if (value === this.value) return this.line;
    const line = `${this.name}: ${value}\r\n`;
    // A name with a colon would be the name and the beginning of the value of another field.
    if (!this.isValid || !fieldLine.test(line)) return undefined;
    if (value.length <= longestKept) {
      this.value = value;
      this.line = line;
    }
    return line;
  }
}

/** Longer names and values are not stored. */
const longestKept = 128;

/** V8 keeps a whole message in memory as long as a name or value that was cut from it. */
const mostNames = 256;

const usualName = memoize((name) => new FieldName(name), mostNames);

/** The same object for the same name, as a rule: most messages have the same few names. */
export const readFieldName = (name: string): FieldName =>
  name.length > longestKept ? new FieldName(name) : usualName(name);
