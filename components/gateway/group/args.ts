import type * as pulumi from "@pulumi/pulumi";
import type { ComponentArgs } from "../../component/children";

/** Arguments of {@link ApiGroup}. */
export interface ApiGroupArgs extends ComponentArgs {
  /** Name of the group: 4 to 50 letters, digits, hyphens or underscores, a letter first; unique in the account. */
  groupName: string;
  /** What every path of the group begins with. @default "/" */
  basePath?: string;
  /** At most 180 characters. The provider can change one, but not remove it again. @default none */
  description?: string;
  /**
   * Gateway instance that serves the group. A change replaces the group, its APIs and its domain, and interrupts the
   * service.
   *
   * @default "api-shared-vpc-001"
   */
  instanceId?: pulumi.Input<string>;
  /**
   * Whether the group has a domain for callers in VPCs of its region, which intranet domains are resolved to.
   *
   * @default true in a VpcApi with an intranet domain, else false
   */
  vpcIntranetEnable?: boolean;
}

/** A group, apart from what is said of its children. */
export type VpcApiGroupArgs = Omit<ApiGroupArgs, keyof ComponentArgs>;
