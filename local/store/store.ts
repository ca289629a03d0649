import { LogEntries } from "./logs";
import type * as model from "./model";

/** The records of one kind by ID. */
export class Table<T extends { id: string }> {
  private readonly records = new Map<string, T>();
  private changes = 0;

  /** Increases with every change of the table: see {@link Store.changed} for changes of records in place. */
  get revision(): number {
    return this.changes;
  }

  /** Notes that a record was changed in place. */
  changed(): void {
    this.changes += 1;
  }

  get(id: string): T | undefined {
    return this.records.get(id);
  }

  put(record: T): T {
    this.changed();
    this.records.set(record.id, record);
    return record;
  }

  delete(id: string): void {
    this.changed();
    this.records.delete(id);
  }

  /** In the order of creation. */
  all(): T[] {
    return [...this.records.values()];
  }

  find(matches: (record: T) => boolean): T | undefined {
    for (const record of this.records.values()) if (matches(record)) return record;
    return undefined;
  }

  filter(matches: (record: T) => boolean): T[] {
    return this.all().filter(matches);
  }

  /** Restores records that `all` returned, from a snapshot with a valid checksum. */
  restore(records: readonly unknown[]): void {
    for (const record of records) {
      if (!isRecord<T>(record)) throw new Error("a record has no id");
      this.put(record);
    }
  }
}

/** The checksum verifies the fields. Only the requirements of a table remain to check. */
function isRecord<T extends { id: string }>(value: unknown): value is T {
  return typeof value === "object" && value !== null && "id" in value && typeof value.id === "string";
}

/** The complete state of a local Alibaba Cloud. */
export class Store {
  readonly vpcs = new Table<model.Vpc>();
  readonly vswitches = new Table<model.VSwitch>();
  readonly securityGroups = new Table<model.SecurityGroup>();
  readonly prefixLists = new Table<model.PrefixList>();
  readonly instances = new Table<model.Instance>();
  readonly keyPairs = new Table<model.KeyPair>();
  readonly soldOut = new Table<model.SoldOut>();
  readonly loadBalancers = new Table<model.LoadBalancer>();
  readonly vServerGroups = new Table<model.VServerGroup>();
  readonly albLoadBalancers = new Table<model.AlbLoadBalancer>();
  readonly albServerGroups = new Table<model.AlbServerGroup>();
  readonly albListeners = new Table<model.AlbListener>();
  readonly albJobs = new Table<model.AlbJob>();
  readonly vpcAccesses = new Table<model.VpcAccess>();
  readonly gatewayInstances = new Table<model.GatewayInstance>();
  readonly accessControlLists = new Table<model.AccessControlList>();
  readonly logProjects = new Table<model.LogProject>();
  readonly logStores = new Table<model.LogStore>();
  readonly logEntries = new LogEntries();
  readonly logConfigs = new Table<model.LogConfig>();
  readonly apiGroups = new Table<model.ApiGroup>();
  readonly apis = new Table<model.Api>();
  readonly apps = new Table<model.App>();
  readonly authorizations = new Table<model.AppAuthorization>();
  readonly batchTasks = new Table<model.BatchTask>();
  readonly customDomains = new Table<model.CustomDomain>();
  readonly certificates = new Table<model.StoredCertificate>();
  readonly dnsRecords = new Table<model.DnsRecord>();
  readonly plugins = new Table<model.Plugin>();
  readonly pluginAttachments = new Table<model.PluginAttachment>();

  /** All tables with their names. */
  tables(): { name: string; table: Pick<Table<{ id: string }>, "all" | "restore" | "changed"> }[] {
    return Object.entries(this).flatMap(([name, table]) => (table instanceof Table ? [{ name, table }] : []));
  }

  /** Notes that records were changed in place. The gateway then computes again what it derives from them. */
  changed(): void {
    for (const { table } of this.tables()) table.changed();
  }
}
