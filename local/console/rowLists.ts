import { ChangeLog } from "../store/changeLog";
import { cached } from "../store/derive";

/** The rows of a list that have changed, as JSON, and the keys of those that are gone. */
export interface ListChanges {
  rows: string[];
  removed: string[];
}

interface Row {
  readonly list: string;
  readonly key: string;
  /** JSON. */
  text: string;
  /** How often the row was added and not removed. */
  count: number;
}

/** Named lists of rows, in the order in which the rows were added, and what has changed in them. */
export class RowLists {
  private readonly lists = new Map<string, Map<string, Row>>();
  private readonly log = new ChangeLog<Row>();

  /** Increases with every change of a row. */
  get revision(): number {
    return this.log.revision;
  }

  /** Adds a row, or changes the text of the row with this key. A row that is added twice is in the list once. */
  add(list: string, key: string, text: string): void {
    const rows = cached(this.lists, list, () => new Map<string, Row>());
    const present = rows.get(key);
    const row = present ?? { list, key, text, count: 0 };
    row.count++;
    if (present && present.text === text) return;
    row.text = text;
    rows.set(key, row);
    this.log.add(row);
  }

  /** Reverses one `add`. */
  remove(list: string, key: string): void {
    const row = this.lists.get(list)?.get(key);
    if (!row || --row.count > 0) return;
    this.lists.get(list)?.delete(key);
    this.log.add(row, true);
  }

  /** All rows of a list as JSON. */
  read(list: string): string[] {
    return [...(this.lists.get(list)?.values() ?? [])].map(({ text }) => text);
  }

  /**
   * What has changed since a revision, by list. To apply it to the rows of that revision, remove rows first, then
   * replace those with the same key in place, and append the others. Undefined if the changes are not known.
   */
  changesSince(revision: number): ReadonlyMap<string, ListChanges> | undefined {
    const log = this.log.since(revision);
    if (!log) return undefined;
    const changed = new Set<Row>();
    const removed = new Set<Row>();
    for (const { record, isDeletion } of log) {
      if (!isDeletion) changed.add(record);
      else {
        changed.delete(record);
        removed.add(record);
      }
    }
    const changes = new Map<string, ListChanges>();
    const changesOf = (list: string) => cached(changes, list, () => ({ rows: [], removed: [] }));
    for (const { list, text } of changed) changesOf(list).rows.push(text);
    for (const { list, key } of removed) changesOf(list).removed.push(key);
    return changes;
  }
}
