import { type Change, ChangeLog } from "./changeLog";
import { copyRecord, track } from "./tracked";

/** A record of a table. */
export interface Identified {
  id: string;
}

/** Changes of one table: first the deletions, then the new contents of records, in the order of their creation. */
export interface TableChanges {
  deleted: readonly string[];
  written: readonly Identified[];
}

/** Records of one kind, shared by all views of their table, with the changes that are not saved yet. */
class Rows<T extends Identified> {
  readonly records = new Map<string, T>();
  readonly tracked = new WeakMap<T, T>();
  readonly written = new Set<string>();
  readonly deleted = new Set<string>();
  readonly revisions = new WeakMap<T, number>();
  readonly log = new ChangeLog<T>();

  noteChange(record: T): void {
    this.written.add(record.id);
    this.revisions.set(record, this.log.add(record));
  }
}

/** The records of one kind by ID. */
export class Table<T extends Identified> {
  constructor(
    private readonly rows = new Rows<T>(),
    private readonly tracks = false,
  ) {}

  get(id: string): T | undefined {
    return this.show(this.rows.records.get(id));
  }

  /** Returns the stored record. Use it instead of the argument from then on. */
  put(record: T): T {
    const { records } = this.rows;
    const present = records.get(record.id);
    const isStored = present !== undefined && this.show(present) === record;
    const stored = isStored ? present : this.tracks ? copyRecord(record) : record;
    records.set(stored.id, stored);
    this.rows.noteChange(stored);
    return this.show(stored);
  }

  delete(id: string): void {
    const { records, written, deleted, log } = this.rows;
    const record = records.get(id);
    if (!record) return;
    records.delete(id);
    log.add(record, true);
    written.delete(id);
    deleted.add(id);
  }

  /** Increases with every change of the table. */
  get revision(): number {
    return this.rows.log.revision;
  }

  /**
   * The changes after a revision, oldest first. Undefined if there were too many. The records are as in `plain`, and
   * may be deleted.
   */
  changesSince(revision: number): readonly Change<Readonly<T>>[] | undefined {
    return this.rows.log.since(revision);
  }

  /** Revision of the table at the last change of a record. */
  readRevision(record: T): number {
    return this.rows.revisions.get(record) ?? 0;
  }

  /** Number of records. */
  get size(): number {
    return this.rows.records.size;
  }

  /** In the order of creation. */
  all(): T[] {
    return [...this.rows.records.values()].map((record) => this.show(record));
  }

  find(matches: (record: T) => boolean): T | undefined {
    for (const record of this.rows.records.values()) {
      const shown = this.show(record);
      if (matches(shown)) return shown;
    }
    return undefined;
  }

  filter(matches: (record: T) => boolean): T[] {
    return this.all().filter(matches);
  }

  /**
   * The records themselves, for callers that only compare fields of thousands of records. They must not change them,
   * because no save would contain the change.
   */
  plain(): Iterable<Readonly<T>> {
    return this.rows.records.values();
  }

  /** The same table for callers that change records in place: each change is saved by the next save. */
  tracked(): Table<T> {
    return new Table(this.rows, true);
  }

  get isChanged(): boolean {
    return this.rows.written.size > 0 || this.rows.deleted.size > 0;
  }

  /** Returns the changes since the last call, for a save. If it fails, `giveBack` adds them to the next ones. */
  takeChanges(): TableChanges {
    const { records, written, deleted } = this.rows;
    const changes = {
      deleted: [...deleted],
      // A change through a reference to a deleted record has no effect.
      written: [...written].flatMap((id) => records.get(id) ?? []),
    };
    written.clear();
    deleted.clear();
    return changes;
  }

  giveBack({ written, deleted }: TableChanges): void {
    for (const { id } of written) this.rows.written.add(id);
    for (const id of deleted) this.rows.deleted.add(id);
  }

  /** Applies saved changes with a valid checksum. */
  restore(deleted: readonly unknown[], written: readonly unknown[]): void {
    for (const id of deleted) this.rows.records.delete(String(id));
    for (const record of written) {
      if (!isRecord<T>(record)) throw new Error("a record has no id");
      this.rows.records.set(record.id, record);
    }
  }

  private show(record: T): T;
  private show(record: T | undefined): T | undefined;
  private show(record: T | undefined): T | undefined {
    if (!record || !this.tracks) return record;
    const { rows } = this;
    const { tracked } = rows;
    const known = tracked.get(record);
    if (known) return known;
    const shown = track(record, () => rows.noteChange(record));
    tracked.set(record, shown);
    return shown;
  }
}

/** The checksum verifies the fields. Only the requirements of a table remain to check. */
function isRecord<T extends Identified>(value: unknown): value is T {
  return typeof value === "object" && value !== null && "id" in value && typeof value.id === "string";
}
