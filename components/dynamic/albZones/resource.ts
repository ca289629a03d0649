import type * as pulumi from "@pulumi/pulumi";
import { DynamicResource } from "../resource";

/** The zones of an ALB, which the provider cannot change in place. */
export class AlbZones extends DynamicResource {
  /** Private address in one of the zones. It stays as long as the ALB is in that zone. */
  declare readonly address: pulumi.Output<string>;

  /**
   * @param args.zones - at least two zones; the address of a new ALB is the one in the first
   */
  constructor(
    name: string,
    args: {
      loadBalancerId: pulumi.Input<string>;
      zones: { zoneId: pulumi.Input<string>; vswitchId: pulumi.Input<string> }[];
    },
    opts?: pulumi.CustomResourceOptions,
  ) {
    super("AlbZones", name, { ...args, vswitchId: undefined, address: undefined }, opts);
  }
}
