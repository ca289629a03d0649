import type { Common } from "./common";

export interface BackendServer {
  serverId: string;
  port: number;
  /** 0 to 100. A server with weight 0 gets no requests. */
  weight: number;
  type: "ecs" | "eni";
  serverIp: string;
  description: string;
}

export interface ClbListener {
  port: number;
  protocol: "http" | "https" | "tcp" | "udp";
  status: "stopped" | "running";
  vServerGroupId: string;
  backendServerPort: number;
  scheduler: string;
  /** The last values of all parameters of the listener's create and set calls, by parameter name. */
  attributes: Record<string, string>;
}

export interface LoadBalancer extends Common {
  name: string;
  vpcId: string;
  vswitchId: string;
  zoneId: string;
  slaveZoneId: string;
  address: string;
  addressType: "internet" | "intranet";
  addressIpVersion: "ipv4" | "ipv6";
  spec: string;
  bandwidth: number;
  internetChargeType: string;
  instanceChargeType: string;
  payType: string;
  status: "active" | "inactive";
  deleteProtection: "on" | "off";
  modificationProtectionStatus: string;
  modificationProtectionReason: string;
  resourceGroupId: string;
  backendServers: BackendServer[];
  listeners: ClbListener[];
}

export interface VServerGroup extends Common {
  name: string;
  loadBalancerId: string;
  servers: BackendServer[];
}
