import type * as pulumi from "@pulumi/pulumi";
import type { ComponentArgs } from "../../component/children";

/** Arguments of {@link ApiGroup}. */
export interface ApiGroupArgs extends ComponentArgs {
  /**
   * Name of the group: 4 to 50 letters, digits, hyphens or underscores, starting with a letter. Unique in the
   * account.
   */
  groupName: string;
  /** Prefix of every path of the group. @default "/" */
  basePath?: string;
  /**
   * Description. The provider can change it, but cannot remove it.
   *
   * @maxLength 180
   * @default none
   */
  description?: string;
  /**
   * Gateway instance that serves the group. A change replaces the group, its APIs and its domain, and
   * interrupts the service.
   *
   * @default "api-shared-vpc-001"
   */
  instanceId?: pulumi.Input<string>;
  /**
   * Whether the group has a domain for callers in VPCs of its region. Intranet domains resolve to it.
   *
   * @default true in a VpcApi with an intranet domain, else false
   */
  vpcIntranetEnable?: boolean;
}

/** Arguments of the API group of a `VpcApi`. */
export type VpcApiGroupArgs = Omit<ApiGroupArgs, keyof ComponentArgs>;
