import type { Common } from "./common";

export interface Vpc extends Common {
  name: string;
  description: string;
  cidrBlock: string;
  /** A /56; absent without IPv6. */
  ipv6CidrBlock?: string;
  /** UTC, ISO 8601: when it can be used. Absent: since it was made. */
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
  /** A /64 of the VPC's; absent without IPv6. */
  ipv6CidrBlock?: string;
  /** UTC, ISO 8601: when it can be used. Absent: since it was made. */
  availableTime?: string;
}
