import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { Store } from "./store";

const format = "alicloud-vpc-api local cloud";
/** Increase it when the meaning of a record changes. A new field or table does not require it. */
const version = 1;

/** The store in one file, which is replaced atomically. */
export interface Snapshot {
  /** Resolves when the file contains the current store. Calls during a write share the next write. */
  save(): Promise<void>;
  /** Like save, for changes without a waiting caller. The log reports a failure. */
  saveSoon(): void;
  /** Writes pending changes. No write follows. */
  close(): Promise<void>;
}

export interface SnapshotOptions {
  path: string;
  store: Store;
  log(line: string): void;
  /** Replaces the old file by a finished one. For tests. */
  replace?: (from: string, to: string) => Promise<void>;
}

/**
 * Fills the store from the file, if it exists, and returns the snapshot for later writes.
 *
 * @throws if the file is not a complete snapshot of this version; the file remains unchanged
 */
export function openSnapshot(options: SnapshotOptions): Snapshot {
  const { path, store, log, replace = rename } = options;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  if (existsSync(path)) restore(path, store);

  let writing: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  let closed = false;

  async function afterCurrent(): Promise<void> {
    await writing?.catch(() => undefined);
    next = undefined;
    writing = write(path, serialise(store), replace);
    await writing;
  }

  function save(): Promise<void> {
    if (closed) return Promise.resolve();
    next ??= afterCurrent();
    return next;
  }

  return {
    save,
    saveSoon() {
      save().catch((error: unknown) => log(`the snapshot ${path} could not be written: ${textOf(error)}`));
    },
    async close() {
      if (closed) return;
      const last = save();
      closed = true;
      await last;
    },
  };
}

function serialise(store: Store): string {
  const tables = JSON.stringify(
    Object.fromEntries(store.tables().map(({ name, table }) => [name, table.all()])),
  );
  return `{"format":${JSON.stringify(format)},"version":${version},"sha256":"${sha256(tables)}","tables":${tables}}\n`;
}

async function write(
  path: string,
  text: string,
  replace: (from: string, to: string) => Promise<void>,
): Promise<void> {
  // One name for all attempts: the file of a killed server is overwritten. The lock of the folder prevents concurrent
  // writes.
  const temporary = `${path}.tmp`;
  try {
    await withFile(temporary, "w", async (file) => {
      await file.writeFile(text, "utf8");
      await file.sync();
    });
    await replace(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  // The rename is durable only after the folder is on disk.
  await withFile(dirname(path), "r", (folder) => folder.sync());
}

async function withFile(
  path: string,
  flags: string,
  use: (file: FileHandle) => Promise<void>,
): Promise<void> {
  const file = await open(path, flags, 0o600);
  try {
    await use(file);
  } finally {
    await file.close();
  }
}

function restore(path: string, store: Store): void {
  const content = parse(path);
  if (content.format !== format) throw unusable(path, "is not a snapshot of the local cloud");
  if (typeof content.version !== "number" || content.version > version) {
    throw unusable(
      path,
      `has format version ${content.version}, newer than ${version}, which this program writes`,
    );
  }
  const { tables } = content;
  if (!isObject(tables) || sha256(JSON.stringify(tables)) !== content.sha256) {
    throw unusable(path, "is damaged: its checksum does not fit its content");
  }
  const known = new Map(store.tables().map(({ name, table }) => [name, table]));
  for (const [name, records] of Object.entries(tables)) {
    const table = known.get(name);
    if (!table || !Array.isArray(records))
      throw unusable(path, `holds a table ${name} that this program does not know`);
    table.restore(records);
  }
}

function parse(path: string): Record<string, unknown> {
  try {
    const content: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (isObject(content)) return content;
  } catch (error) {
    throw unusable(path, `cannot be read (${textOf(error)})`);
  }
  throw unusable(path, "is not a JSON object");
}

function unusable(path: string, what: string): Error {
  return new Error(
    `The local cloud's snapshot ${path} ${what}. It was left as it is. ` +
      "Move it away to begin with an empty cloud.",
  );
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
