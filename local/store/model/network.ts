import type { Common } from "./common";

export interface Vpc extends Common {
  name: string;
  description: string;
  cidrBlock: string;
  /** A /56. Absent without IPv6. */
  ipv6CidrBlock?: string;
  /** Time from which it is ready for use: UTC, ISO 8601. Absent if it was ready at its creation. */
  availableTime?: string;
  routerId: string;
  routeTableId: string;
  resourceGroupId: string;
}

export interface VSwitch extends Common {
  name: string;
  description: string;
  vpcId: string;
  zoneId: string;
  cidrBlock: string;
  /** A /64 in the block of the VPC. Absent without IPv6. */
  ipv6CidrBlock?: string;
  /** Time from which it is ready for use: UTC, ISO 8601. Absent if it was ready at its creation. */
  availableTime?: string;
}
