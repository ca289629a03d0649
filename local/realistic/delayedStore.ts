import type { AlbServerGroup, DnsRecord, LoadBalancer, VServerGroup } from "../store/model";
import { Store } from "../store/store";
import { type Identified, Table } from "../store/table";
import type { Delays, Kind } from "./delays";

/** The tables that the data plane sees late, and what their changes are. All other tables it sees at once. */
const delayedTables = {
  loadBalancers: "server registration",
  vServerGroups: "server registration",
  masterSlaveServerGroups: "server registration",
  albServerGroups: "server registration",
  albListeners: "server registration",
  apis: "publication",
  authorizations: "publication",
  customDomains: "publication",
  vpcAccesses: "publication",
  plugins: "plug-in",
  pluginAttachments: "plug-in",
  dnsRecords: "DNS",
} as const satisfies Partial<Record<keyof Store, Kind>>;

type Name = keyof typeof delayedTables;

/** A change that the data plane does not see yet. */
export interface PendingChange {
  readonly kind: Kind;
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

interface Change extends PendingChange {
  readonly table: Table<Identified>;
  /** Undefined for a deletion. */
  readonly record: Identified | undefined;
}

/** The store as the data plane sees it: changes of some tables reach it late. */
export class DelayedStore {
  /** The store for the data plane. Call {@link advance} before reading it. */
  readonly store: Store;
  private changes: Change[] = [];
  private readonly tables: { name: Name; source: Table<Identified>; shown: Table<Identified> }[];
  private readonly seen = new Map<string, number>();
  private readonly latest = new Map<string, number>();
  private readonly registrations = new Map<string, number>();

  constructor(
    source: Store,
    private readonly delays: Delays,
    private readonly clock: () => Date,
  ) {
    const names = Object.keys(delayedTables) as Name[];
    const shown = Object.fromEntries(names.map((name) => [name, new Table<Identified>()]));
    this.store = Object.assign(new Store(), source, shown) as Store;
    this.tables = names.map((name) => ({
      name,
      source: source[name] as unknown as Table<Identified>,
      shown: this.store[name] as unknown as Table<Identified>,
    }));
    for (const { name, source: from, shown: to } of this.tables) {
      for (const record of from.all()) {
        to.put(structuredClone(record));
        this.seen.set(`${name} ${record.id}`, from.readRevision(record));
      }
    }
  }

  /** Notes the changes of the source. Call it after each change. */
  observe(): void {
    this.advance();
    for (const { name, source, shown } of this.tables) {
      for (const record of source.all()) {
        const key = `${name} ${record.id}`;
        const revision = source.readRevision(record);
        if (this.seen.get(key) === revision) continue;
        this.seen.set(key, revision);
        this.delay(name, shown, record.id, structuredClone(record));
      }
      for (const { id } of shown.all()) {
        const key = `${name} ${id}`;
        if (source.get(id) || !this.seen.delete(key)) continue;
        this.delay(name, shown, id, undefined);
      }
    }
  }

  /** Applies the changes whose time has come. */
  advance(): void {
    const now = this.clock().getTime();
    const due = this.changes.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
    if (due.length === 0) return;
    this.changes = this.changes.filter(({ at }) => at > now);
    for (const { table, id, record, at } of due) {
      this.noteServers(table.get(id), record, at);
      if (record) table.put(record);
      else table.delete(id);
    }
  }

  /** Changes that the data plane does not see yet, the next one first. */
  get pending(): readonly PendingChange[] {
    const sorted = [...this.changes].sort((a, b) => a.at - b.at);
    return sorted.map(({ kind, id, at }) => ({ kind, id, at }));
  }

  /** When a balancer learned of a server. 0 for one that it knows since the start. */
  registeredAt(serverId: string): number {
    return this.registrations.get(serverId) ?? 0;
  }

  private delay(name: Name, table: Table<Identified>, id: string, record: Identified | undefined): void {
    const kind = delayedTables[name];
    const key = `${name} ${id}`;
    const present = table.get(id);
    const random = this.delays.next(kind);
    const wait = name === "dnsRecords" && present ? 1000 * (present as DnsRecord).ttl : random;
    // A later change never overtakes an earlier one.
    const at = Math.max(this.clock().getTime() + wait, this.latest.get(key) ?? 0);
    this.latest.set(key, at);
    this.changes.push({ kind, id, at, table, record });
  }

  private noteServers(before: Identified | undefined, after: Identified | undefined, at: number): void {
    const known = new Set(listServers(before));
    for (const id of listServers(after)) if (!known.has(id)) this.registrations.set(id, at);
  }
}

function listServers(record: Identified | undefined): string[] {
  const { servers = [], backendServers = [] } = (record ?? {}) as Partial<
    VServerGroup & AlbServerGroup & LoadBalancer
  >;
  return [...servers, ...backendServers].map(({ serverId }) => serverId);
}
