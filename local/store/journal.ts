import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import {
  type Changes,
  type Decoded,
  decodeInto,
  encodeChanges,
  encodeStore,
  UnusableStateError,
} from "./journalFormat";
import { createStateFile, type StateFile, StateFileLostError } from "./stateFile";
import type { Store } from "./store";

/** The file is rewritten when its changes are larger than its base, and at least this many bytes. */
const compactionBytes = 1024 * 1024;

/** A change is in effect, but not on disk. */
export class StateNotSavedError extends Error {}

/**
 * The store in one file, as a journal: a save appends the records that changed. Its cost does not depend on the size of
 * the store.
 */
export interface Journal {
  /** Path of the file. */
  readonly path: string;
  /** Why the last save failed. Undefined if it succeeded. */
  readonly problem: string | undefined;
  /**
   * Resolves when all changes so far are on disk. Calls during a write share the next write.
   *
   * @throws StateNotSavedError; the next save repeats the attempt
   */
  save(): Promise<void>;
  /** Like save, for changes without a waiting caller. The log reports a failure. */
  saveSoon(): void;
  /** Writes pending changes. No write follows. */
  close(): Promise<void>;
  /** Ends the journal without a write, because the file may belong to somebody else. Every later save fails. */
  abandon(reason: string): void;
}

export interface JournalOptions {
  path: string;
  store: Store;
  log(line: string): void;
  /** @default the file at the path */
  file?: StateFile;
}

/**
 * Fills the store from the file, if it exists, and returns the journal for later writes.
 *
 * @throws if the file is not a complete state of this version; the file remains unchanged
 */
export function openJournal(options: JournalOptions): Journal {
  const { path, store, log, file = createStateFile(path) } = options;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const restored = existsSync(path) ? restore(path, store, log) : undefined;

  let sum = restored?.sum ?? "";
  let bytes = restored?.bytes ?? 0;
  let baseBytes = restored?.baseBytes ?? 0;
  let problem: string | undefined;
  let writing: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  let closed = false;
  let abandoned: string | undefined;

  async function afterCurrent(): Promise<void> {
    await writing?.catch(() => undefined);
    next = undefined;
    if (abandoned !== undefined) throw new StateNotSavedError(abandoned);
    writing = write();
    await writing;
  }

  async function write(): Promise<void> {
    const changes = takeChanges(store);
    try {
      const isLong = bytes - baseBytes > Math.max(baseBytes, compactionBytes);
      if (bytes === 0 || isLong || !(await append(changes))) await replace();
    } catch (error) {
      giveBack(store, changes);
      problem = describeError(error);
      throw new StateNotSavedError(`${path} could not be written: ${problem}`, { cause: error });
    }
    if (problem !== undefined) log(`the state is on disk again: ${path}`);
    problem = undefined;
  }

  /** Returns false if the file was removed meanwhile. The store in memory is complete, so it can be written again. */
  async function append(changes: Changes): Promise<boolean> {
    const line = encodeChanges(changes, sum);
    try {
      await file.append(line.text, bytes);
    } catch (error) {
      if (!(error instanceof StateFileLostError)) throw error;
      log(`${error.message}, and is written again`);
      return false;
    }
    sum = line.sum;
    bytes += Buffer.byteLength(line.text);
    return true;
  }

  async function replace(): Promise<void> {
    const whole = encodeStore(store);
    await file.replace(whole.text);
    sum = whole.sum;
    bytes = baseBytes = Buffer.byteLength(whole.text);
  }

  function save(): Promise<void> {
    if (abandoned !== undefined) return Promise.reject(new StateNotSavedError(abandoned));
    if (closed) return Promise.resolve();
    // A running write may contain changes of this caller.
    if (!isChanged(store)) return next ?? writing ?? Promise.resolve();
    next ??= afterCurrent();
    return next;
  }

  return {
    path,
    get problem() {
      return problem;
    },
    save,
    saveSoon() {
      save().catch((error: unknown) => log(describeError(error)));
    },
    abandon(reason) {
      abandoned = problem = reason;
    },
    async close() {
      if (abandoned !== undefined) return file.close();
      if (closed) return;
      const last = save();
      closed = true;
      await last.finally(() => file.close());
    },
  };
}

const isChanged = (store: Store): boolean => store.tables().some(({ table }) => table.isChanged);

function takeChanges(store: Store): Changes {
  const changed = store.tables().filter(({ table }) => table.isChanged);
  return new Map(changed.map(({ name, table }) => [name, table.takeChanges()]));
}

function giveBack(store: Store, changes: Changes): void {
  for (const { name, table } of store.tables()) {
    const its = changes.get(name);
    if (its) table.giveBack(its);
  }
}

function restore(path: string, store: Store, log: (line: string) => void): Decoded {
  try {
    const text = readFileSync(path, "utf8");
    const decoded = decodeInto(store, text);
    const left = Buffer.byteLength(text) - decoded.bytes;
    if (left > 0) log(`${path}: ignored ${left} bytes of a write that was interrupted and never confirmed`);
    return decoded;
  } catch (error) {
    const what =
      error instanceof UnusableStateError ? error.message : `cannot be read (${describeError(error)})`;
    throw new Error(
      `The state of the local cloud, ${path}, ${what}. The file was not changed. ` +
        "Move it away to begin with an empty cloud.",
    );
  }
}

const describeError = (error: unknown): string => (error instanceof Error ? error.message : String(error));
