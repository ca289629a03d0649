import { cached } from "./derive";
import type { Identified, Table } from "./table";

/** The records of a table by keys that a record has. After a change of the table, only changed records are read. */
export class TableIndex<T extends Identified> {
  private readonly byKey = new Map<string, Set<Readonly<T>>>();
  private readonly entries = new Map<string, { record: Readonly<T>; keys: readonly string[] }>();
  /** Undefined before the first use. */
  private seen: number | undefined;

  constructor(
    private readonly table: Table<T>,
    private readonly keysOf: (record: Readonly<T>) => readonly string[],
  ) {}

  /** In no defined order. */
  get(key: string): ReadonlySet<Readonly<T>> {
    return this.refresh().get(key) ?? none;
  }

  /** The keys that at least one record has, in no defined order. */
  keys(): Iterable<string> {
    return this.refresh().keys();
  }

  private refresh(): ReadonlyMap<string, Set<Readonly<T>>> {
    const { table, seen } = this;
    const changes = seen === undefined ? undefined : table.changesSince(seen);
    this.seen = table.revision;
    const ids = changes
      ? changes.map(({ record: { id } }) => id)
      : [...this.entries.keys(), ...table.all().map(({ id }) => id)];
    for (const id of new Set(ids)) this.update(id);
    return this.byKey;
  }

  private update(id: string): void {
    const old = this.entries.get(id);
    for (const key of old?.keys ?? []) {
      const records = this.byKey.get(key);
      if (old) records?.delete(old.record);
      if (records?.size === 0) this.byKey.delete(key);
    }
    this.entries.delete(id);
    const record = this.table.get(id);
    if (!record) return;
    const keys = this.keysOf(record);
    for (const key of keys) cached(this.byKey, key, () => new Set()).add(record);
    this.entries.set(id, { record, keys });
  }
}

const none: ReadonlySet<never> = new Set();
