import type { Common } from "./common";

export interface Vpc extends Common {
  name: string;
  description: string;
  cidrBlock: string;
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
  status: "Pending" | "Available";
}
