import type { Common } from "./common";

/** A project of Simple Log Service. Its ID is its name, which is unique across accounts. */
export interface LogProject extends Common {
  description: string;
  resourceGroupId: string;
  policy: string;
  modifiedTime: string;
}

/** A Logstore. Its ID is `<project>:<name>`. */
export interface LogStore extends Common {
  project: string;
  name: string;
  /** Days after which entries expire. */
  ttl: number;
  shardCount: number;
  autoSplit: boolean;
  maxSplitShard: number;
  appendMeta: boolean;
  enableTracking: boolean;
  mode: string;
  /** Days in the storage for frequent access, and in that for infrequent access. Absent for the defaults. */
  hotTtl?: number;
  infrequentAccessTtl?: number;
  telemetryType?: string;
  /** Encryption as in the call. Absent without one. */
  encryption?: Record<string, unknown>;
  meteringMode: string;
  modifiedTime: string;
  /** The index as in the call. Undefined without an index: then no entry can be read. */
  index: Record<string, unknown> | undefined;
}
