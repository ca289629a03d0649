import type * as pulumi from "@pulumi/pulumi";
import type { ComponentArgs } from "../../component/children";
import type { Tags } from "../../component/tags";

/** A new log project with its Logstore. */
export interface NewAccessLog {
  /** Not set for a new Logstore. */
  existing?: undefined;
  /**
   * Name of the log project: 3 to 63 lower-case letters, digits or hyphens, unique across all accounts. A
   * change replaces the project and deletes its entries.
   *
   * @default the component's name with `-log-` and eight random characters
   */
  project?: string;
  /**
   * Name of the Logstore: 3 to 63 lower-case letters, digits, hyphens or underscores. A change replaces it.
   *
   * @default "api-gateway"
   */
  store?: string;
  /** Time for which entries are kept. 3650 keeps them forever. @range 1 to 3650 days @default 30 */
  retentionDays?: number;
}

/**
 * Destination of the gateway's access log. A region of an account has one access log for all API groups. If
 * another stack creates it, do not set it here.
 */
export type VpcApiAccessLogArgs = NewAccessLog | SharedAccessLog;

/** An access log in an existing Logstore. */
export interface SharedAccessLog {
  /** The Logstore. Its retention and index are not changed. */
  existing: ExistingLogstore;
}

/** An existing Logstore. */
export interface ExistingLogstore {
  /** Name of the log project. */
  project: pulumi.Input<string>;
  /** Name of the Logstore. */
  store: pulumi.Input<string>;
}

/** Arguments of {@link AccessLog}. */
export type AccessLogArgs = VpcApiAccessLogArgs &
  ComponentArgs & {
    /** Tags on the log project. @default none */
    tags?: Tags;
  };
