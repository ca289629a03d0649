import type { Common } from "./common";

/** A project of Simple Log Service; its id is its name, which no other account has either. */
export interface LogProject extends Common {
  description: string;
  resourceGroupId: string;
  policy: string;
  modifiedTime: string;
}

/** A Logstore; its id is `<project>:<name>`. */
export interface LogStore extends Common {
  project: string;
  name: string;
  /** Days after which an entry goes. */
  ttl: number;
  shardCount: number;
  autoSplit: boolean;
  maxSplitShard: number;
  appendMeta: boolean;
  enableTracking: boolean;
  mode: string;
  meteringMode: string;
  modifiedTime: string;
  /** What can be searched for, as it was given; undefined: nothing, and no entry can be read. */
  index: Record<string, unknown> | undefined;
}
