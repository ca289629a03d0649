import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What the engine and the provider hand to a policy pack for resources of a type. Names are those of top-level properties. */
export interface TypeRecord {
  /** Inputs that are left out of the outputs in the preview of a creation, although their values are known. */
  readonly leftOutOnCreate: readonly string[];
  /** The same in the preview of an update. Undefined if the local cloud does not implement the type. */
  readonly leftOutOnUpdate?: readonly string[];
  /** Outputs of an existing resource that the preview of its creation leaves out, among the properties that rules read. */
  readonly assigned?: readonly string[];
  /** An output of an existing resource that is neither an input nor read by a rule. */
  readonly unread?: string;
  /** Outputs that the published SDK does not accept as arguments, among the properties that rules read. */
  readonly computed: readonly string[];
}

export type MessageRecord = Readonly<Record<string, TypeRecord>>;

export const recordFile = join(__dirname, "messages.json");

export const readRecord = (): MessageRecord => JSON.parse(readFileSync(recordFile, "utf8")) as MessageRecord;
