import type * as pulumi from "@pulumi/pulumi";
import type { ComponentArgs } from "../../component/children";
import type { Tags } from "../../component/tags";

/** A new log project with its Logstore. */
export interface NewAccessLog {
  /**
   * Log project: 3 to 63 lower-case letters, digits or hyphens, the only one of its name in all accounts. A change
   * replaces it, and its entries are lost.
   *
   * @default the component's name with `-log-` and eight random characters
   */
  project?: string;
  /** Logstore: 3 to 63 lower-case letters, digits, hyphens or underscores. A change replaces it. @default "api-gateway" */
  store?: string;
  /** Days that an entry is kept; 1 to 3650, and 3650 is for ever. @default 30 */
  retentionDays?: number;
}

/**
 * Where the access log of the gateway goes to. It is the log of all groups of the account in the region, and there is
 * one: where another stack has made it, leave it out here.
 */
export type VpcApiAccessLogArgs =
  | (NewAccessLog & {
      /** Left out: the Logstore is new. */
      existing?: undefined;
    })
  | {
      /** A Logstore that exists, whose retention and index are left as they are. */
      existing: {
        /** Name of its log project. */
        project: pulumi.Input<string>;
        /** Name of the Logstore. */
        store: pulumi.Input<string>;
      };
    };

/** Arguments of {@link AccessLog}. */
export type AccessLogArgs = VpcApiAccessLogArgs &
  ComponentArgs & {
    /** Tags on the log project. @default none */
    tags?: Tags;
  };
