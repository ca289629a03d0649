import type { Identified, Table } from "../store/table";
import type { RowLists } from "./rowLists";

/** Another table, on which rows depend. */
export interface Related {
  readonly revision: number;
  /** IDs of the records whose rows depend on a change after a revision. Undefined if the changes are not known. */
  idsSince(revision: number): readonly string[] | undefined;
}

/** @param idsOf - The records whose rows depend on a record. They must not depend on a field that changes. */
export const relate = <T extends Identified>(
  table: Table<T>,
  idsOf: (record: Readonly<T>) => readonly string[],
): Related => ({
  get revision() {
    return table.revision;
  },
  idsSince: (revision) => table.changesSince(revision)?.flatMap(({ record }) => idsOf(record)),
});

/** A list of rows, or a part of it, that is computed from the records of a table. */
export interface RecordRows<T extends Identified, Moment> {
  list: string;
  table: Table<T>;
  /** The rows of a record: none, one or several. */
  describe(record: T, moment: Moment): readonly object[];
  /** Tables of which a changed record changes the rows of some records. */
  related?: readonly Related[];
  /** A value on which all rows depend, besides their records. After its change, all rows are computed again. */
  inputs?: (moment: Moment) => unknown;
}

/** Rows of a list that stay up to date. */
export interface KeptRows<Moment> {
  list: string;
  /** Brings the rows up to date. `isAll` computes all of them again. */
  refresh(moment: Moment, isAll: boolean): void;
}

/**
 * Keeps rows up to date with their table. Only rows of changed records are computed again, unless the inputs change.
 *
 * @param write - Returns the key and the JSON of a row.
 */
export function keepRows<T extends Identified, Moment>(
  lists: RowLists,
  write: (row: object) => { key: string; text: string },
  { list, table, describe, related = [], inputs }: RecordRows<T, Moment>,
): KeptRows<Moment> {
  /** Keys of rows by ID of their record. */
  const keys = new Map<string, readonly string[]>();
  let revision = -1;
  let relatedRevisions: readonly number[] = [];
  let inputsText = "";

  function replace(id: string, rows: readonly object[]): void {
    const old = keys.get(id) ?? [];
    const written = rows.map(write);
    // Rows that stay are never removed, and keep their place.
    for (const { key, text } of written) lists.add(list, key, text);
    for (const key of old) lists.remove(list, key);
    if (written.length > 0)
      keys.set(
        id,
        written.map(({ key }) => key),
      );
    else keys.delete(id);
  }

  function refresh(moment: Moment, isAll: boolean): void {
    const changes = table.changesSince(revision);
    const dependent = related.map((it, index) => it.idsSince(relatedRevisions[index] ?? -1));
    const text = JSON.stringify(inputs?.(moment)) ?? "";
    // The order of unknown changes is unknown too, so all rows are appended anew.
    if (!changes) for (const id of keys.keys()) replace(id, []);
    let ids = new Set<string>();
    for (const { record, isDeletion } of changes ?? []) {
      if (isDeletion) {
        ids.delete(record.id);
        replace(record.id, []);
      } else ids.add(record.id);
    }
    for (const id of dependent.flatMap((it) => it ?? [])) ids.add(id);
    if (isAll || !changes || dependent.includes(undefined) || text !== inputsText)
      ids = new Set(table.all().map(({ id }) => id));
    for (const id of ids) {
      const record = table.get(id);
      replace(id, record ? describe(record, moment) : []);
    }
    revision = table.revision;
    relatedRevisions = related.map((it) => it.revision);
    inputsText = text;
  }

  return { list, refresh };
}
