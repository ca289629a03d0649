import type { Common } from "./common";

export interface Vpc extends Common {
  name: string;
  description: string;
  cidrBlock: string;
  /** A /56; absent without IPv6. */
  ipv6CidrBlock?: string;
  status: "Pending" | "Available";
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
  status: "Pending" | "Available";
}
