import type * as pulumi from "@pulumi/pulumi";
import { dynamicResource } from "../resource";
import type { InRegion } from "../types";

export interface AlbServerInputs extends InRegion {
  serverGroupId: string;
  /** ID of an ECS instance, `i-…`. */
  serverId: string;
  port: number;
}

/**
 * An instance in the server group of an ALB. The provider only knows the list of servers of a group: it removes
 * the old ones before it adds the new ones.
 */
export class AlbServer extends dynamicResource<AlbServerInputs>("AlbServer") {
  declare readonly serverGroupId: pulumi.Output<string>;
  declare readonly serverId: pulumi.Output<string>;
  declare readonly port: pulumi.Output<number>;
}
