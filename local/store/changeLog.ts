/** A change of a record. */
export interface Change<T> {
  /** Has its latest content, also if it changed again later. */
  readonly record: T;
  readonly isDeletion: boolean;
}

/** At least so many changes are known. */
const LIMIT = 2_000;

/** The latest changes of records, so that a reader that comes back reads only what has changed. */
export class ChangeLog<T> {
  /** Increases with every change. */
  revision = 0;
  /** Oldest first. Changes of one record that directly follow each other are one entry, with the last revision. */
  private readonly entries: { record: T; isDeletion: boolean; revision: number }[] = [];
  /** Revision of the last change that is not known any more. */
  private forgotten = 0;

  /** Returns the revision of the change. */
  add(record: T, isDeletion = false): number {
    const revision = ++this.revision;
    const last = this.entries.at(-1);
    if (last?.record === record && last.isDeletion === isDeletion) last.revision = revision;
    else this.entries.push({ record, isDeletion, revision });
    if (this.entries.length > 2 * LIMIT) this.forgotten = this.entries.splice(0, LIMIT).at(-1)?.revision ?? 0;
    return revision;
  }

  /** The changes after a revision, oldest first. Undefined if they are not known, or if the revision does not exist. */
  since(revision: number): readonly Change<T>[] | undefined {
    if (!(revision >= this.forgotten && revision <= this.revision)) return undefined;
    let start = this.entries.length;
    while ((this.entries[start - 1]?.revision ?? 0) > revision) start--;
    return this.entries.slice(start);
  }
}
