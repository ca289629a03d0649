import type * as pulumi from "@pulumi/pulumi";
import { dynamicResource } from "../resource";
import type { InRegion } from "../types";

export interface AlbZone {
  zoneId: string;
  vswitchId: string;
}

export interface AlbZonesInputs extends InRegion {
  loadBalancerId: string;
  /** At least two zones, in order of preference for the address. */
  zones: AlbZone[];
}

/** The zones of an ALB, which the provider cannot change in place. */
export class AlbZones extends dynamicResource<AlbZonesInputs>("AlbZones", ["vswitchId", "address"]) {
  /** Private address in one of the zones. It stays as long as the ALB is in that zone. */
  declare readonly address: pulumi.Output<string>;
}
