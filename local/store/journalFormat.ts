import { createHash } from "node:crypto";
import type { Store } from "./store";
import type { Identified, TableChanges } from "./table";

const format = "alicloud-vpc-api local cloud";
/** Increase it when the meaning of a record changes. A new field or table does not require it. */
const version = 2;

/** Number of records in a line of the base. */
const recordsPerLine = 100;

/** Changes of all tables by the name of the table. Tables without changes are absent. */
export type Changes = ReadonlyMap<string, TableChanges>;

/** A line of the file, without its checksum. */
interface Line {
  delete?: Readonly<Record<string, readonly unknown[]>>;
  put?: Readonly<Record<string, readonly unknown[]>>;
}

/** Text for the file, and the checksum of its last line, which the next line continues. */
export interface Encoded {
  text: string;
  sum: string;
}

/** A file: a header, the lines of its base with the complete store, and one line for each later save. */
export function encodeStore(store: Store): Encoded {
  const lines = store.tables().flatMap(({ name, table }) => {
    const records = table.all();
    const starts = Array.from(
      { length: Math.ceil(records.length / recordsPerLine) },
      (_, i) => i * recordsPerLine,
    );
    return starts.map((start) => ({ put: { [name]: records.slice(start, start + recordsPerLine) } }));
  });
  return encodeLines([{ format, version, base: lines.length }, ...lines], "");
}

/** One line with the changes of one save. */
export function encodeChanges(changes: Changes, previous: string): Encoded {
  const select = (values: (changes: TableChanges) => readonly (string | Identified)[]) => {
    const entries = [...changes].map(([name, its]) => [name, values(its)] as const);
    const filled = entries.filter(([, its]) => its.length > 0);
    return filled.length > 0 ? Object.fromEntries(filled) : undefined;
  };
  // JSON omits a member that is undefined.
  const line = { delete: select(({ deleted }) => deleted), put: select(({ written }) => written) };
  return encodeLines([line], previous);
}

/** Each line starts with a checksum of its content and of all lines before it. */
function encodeLines(lines: readonly object[], previous: string): Encoded {
  let sum = previous;
  const texts = lines.map((line) => {
    const content = JSON.stringify(line).slice(1);
    sum = checksum(sum, content);
    return `{"sum":"${sum}",${content}\n`;
  });
  return { text: texts.join(""), sum };
}

/** Result of reading a file. */
export interface Decoded {
  /** Checksum of the last complete line. */
  sum: string;
  /** Number of bytes of the complete lines. What follows was never confirmed to a caller. */
  bytes: number;
  /** Number of bytes of header and base. */
  baseBytes: number;
}

/** A file that is not a complete state of the local cloud in this version. */
export class UnusableStateError extends Error {}

/**
 * Fills an empty store from the text of a file.
 *
 * @throws UnusableStateError
 */
export function decodeInto(store: Store, text: string): Decoded {
  const lines = text.split("\n");
  // After the last line break there is nothing, or a line whose write was interrupted.
  const complete = lines.slice(0, -1);
  const header = readHeader(complete[0]);
  const tables = new Map(store.tables().map(({ name, table }) => [name, table]));
  const apply = ({ delete: deleted = {}, put = {} }: Line) => {
    for (const name of new Set([...Object.keys(deleted), ...Object.keys(put)])) {
      const table = tables.get(name);
      if (!table) throw new UnusableStateError(`holds a table ${name} that this program does not know`);
      table.restore(deleted[name] ?? [], put[name] ?? []);
    }
  };
  const decoded: Decoded = { sum: "", bytes: 0, baseBytes: 0 };
  for (const [index, line] of complete.entries()) {
    const content = verify(line, decoded.sum);
    if (content === undefined) {
      // Only the last line may be incomplete: a save starts after the previous one is on disk.
      if (index > header.base && index === complete.length - 1) break;
      throw new UnusableStateError("is damaged: its checksum does not fit its content");
    }
    if (index > 0) apply(content.line);
    decoded.sum = content.sum;
    decoded.bytes += Buffer.byteLength(line) + 1;
    if (index <= header.base) decoded.baseBytes = decoded.bytes;
  }
  if (complete.length <= header.base) throw new UnusableStateError("is damaged: its end is missing");
  return decoded;
}

function readHeader(line: string | undefined): { base: number } {
  const header: unknown = line === undefined ? undefined : parse(line);
  if (typeof header !== "object" || header === null || !("format" in header) || header.format !== format) {
    throw new UnusableStateError("is not the state of a local cloud");
  }
  if (!("version" in header) || header.version !== version) {
    const found = "version" in header ? header.version : "unknown";
    throw new UnusableStateError(`has format version ${found}. This program reads version ${version}`);
  }
  if (!("base" in header) || typeof header.base !== "number") {
    throw new UnusableStateError("is damaged: its header is incomplete");
  }
  return { base: header.base };
}

/** The content of a line with a valid checksum. */
function verify(text: string, previous: string): { line: Line; sum: string } | undefined {
  const [, sum = "", content = ""] = /^\{"sum":"([0-9a-f]{16})",(.*)$/s.exec(text) ?? [];
  if (sum === "" || checksum(previous, content) !== sum) return undefined;
  return { line: JSON.parse(`{${content}`), sum };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const checksum = (previous: string, content: string): string =>
  createHash("sha256").update(previous).update(content).digest("hex").slice(0, 16);
