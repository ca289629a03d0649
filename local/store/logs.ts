/** An entry of a Logstore. */
export interface LogEntry {
  /** Seconds since the epoch. */
  time: number;
  fields: Readonly<Record<string, string>>;
}

/** Maximum number of entries of one Logstore. */
const maxEntries = 1000;

export const logStoreId = (project: string, name: string): string => `${project}:${name}`;

/** The latest entries of each Logstore. The saved state does not contain them, so a restart removes them. */
export class LogEntries {
  private readonly byStore = new Map<string, LogEntry[]>();

  add(id: string, entry: LogEntry): void {
    const entries = this.byStore.get(id) ?? [];
    entries.push(entry);
    if (entries.length > maxEntries) entries.shift();
    this.byStore.set(id, entries);
  }

  /** Oldest first. */
  of(id: string): readonly LogEntry[] {
    return this.byStore.get(id) ?? [];
  }

  delete(id: string): void {
    this.byStore.delete(id);
  }
}
