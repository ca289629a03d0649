import type * as pulumi from "@pulumi/pulumi";
import { checkWholeNumber } from "../../validation/names";
import type { Problems } from "../../validation/problems";

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

/** The settings with every value decided. */
export type ResolvedAccessLog =
  | { existing: { project: pulumi.Input<string>; store: pulumi.Input<string> } }
  | { project: string | undefined; prefix: string; store: string; retentionDays: number };

export function resolveAccessLog(
  name: string,
  settings: VpcApiAccessLogArgs,
  problems: Problems,
): ResolvedAccessLog {
  if (settings.existing) return { existing: settings.existing };
  const { project, store = "api-gateway", retentionDays = 30 } = settings;
  if (project !== undefined && !/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(project)) {
    problems.add(
      "project",
      `"${project}" is not a name of a log project.`,
      "Use 3 to 63 lower-case letters, digits or hyphens, no hyphen first or last.",
    );
  }
  if (!/^[a-z0-9][a-z0-9_-]{1,61}[a-z0-9]$/.test(store)) {
    problems.add(
      "store",
      `"${store}" is not a name of a Logstore.`,
      "Use 3 to 63 lower-case letters, digits, hyphens or underscores, a letter or digit first and last.",
    );
  }
  checkWholeNumber(retentionDays, { from: 1, to: 3650, unit: "days" }, problems, "retentionDays");
  const prefix = `${name
    .toLowerCase()
    .replace(/[^a-z0-9-]/g, "-")
    .slice(0, 48)}-log`;
  return { project, prefix, store, retentionDays };
}
