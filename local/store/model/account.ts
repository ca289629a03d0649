import type { Common } from "./common";

/** A resource group of the account. It belongs to no region; `regionId` is empty. */
export interface ResourceGroup extends Common {
  /** Unique identifier that the user chose, such as `default`. */
  name: string;
  displayName: string;
}

/** A role of Resource Access Management. Its name is its ID, and it belongs to no region. */
export interface RamRole extends Common {
  roleId: string;
  description: string;
  /** Trust policy, unchanged from the call. */
  policyDocument: string;
  /** Seconds. */
  maxSessionDuration: number;
  updatedTime: string;
}
