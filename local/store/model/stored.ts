import type { Common } from "./common";

/** A resource that is only stored and answered. Nothing else of the local cloud depends on it. */
export interface StoredResource extends Common {
  /** Product and type, such as `vpc flow log`. */
  kind: string;
  /** Absent for kinds that belong to no group. */
  resourceGroupId?: string;
  /** What calls have set, under the names that the API has for it. */
  values: Record<string, unknown>;
}
