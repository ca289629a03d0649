import type * as pulumi from "@pulumi/pulumi";
import { dynamicResource } from "../resource";
import type { InRegion } from "../types";

export interface EgressAddressesInputs extends InRegion {
  /** ID of the gateway instance, `api-shared-vpc-001` or `apigateway-…`. */
  instanceId: string;
  /** Whether the IPv6 blocks are looked up as well. */
  ipv6?: true;
}

/** Egress addresses with which a gateway instance calls VPC back ends. */
export class EgressAddresses extends dynamicResource<EgressAddressesInputs>("EgressAddresses", [
  "cidrs",
  "ipv6Cidrs",
]) {
  /** IPv4 blocks, sorted. Known at preview if the instance is. */
  declare readonly cidrs: pulumi.Output<string[]>;
  /** IPv6 blocks, sorted. Undefined unless requested. */
  declare readonly ipv6Cidrs: pulumi.Output<string[] | undefined>;
}
