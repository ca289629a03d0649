import type { Common } from "./common";

/** A resource group of the account. It belongs to no region; `regionId` is empty. */
export interface ResourceGroup extends Common {
  /** Unique identifier that the user chose, such as `default`. */
  name: string;
  displayName: string;
}
