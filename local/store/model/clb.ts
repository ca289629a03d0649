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
  /** Primary/secondary server group of a layer-4 listener. Absent without one. */
  masterSlaveServerGroupId?: string;
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

export interface MasterSlaveServer extends BackendServer {
  role: "Master" | "Slave";
}

/** A primary and a secondary server, in this order. */
export interface MasterSlaveServerGroup extends Common {
  name: string;
  loadBalancerId: string;
  servers: MasterSlaveServer[];
}

/** A forwarding rule of an HTTP or HTTPS listener: requests to a domain and below a path go to another server group. */
export interface ClbRule extends Common {
  loadBalancerId: string;
  listenerPort: number;
  name: string;
  /** Empty for every domain. `*.` stands for any first label. */
  domain: string;
  /** Start of the path. Empty for every path. */
  url: string;
  vServerGroupId: string;
  /** Whether the settings below are those of the listener. */
  listenerSync: "on" | "off";
  /** The last values of all settings of SetRule, by parameter name. */
  attributes: Record<string, string>;
}

/** A list of addresses for listeners. */
export interface ClbAccessControlList extends Common {
  name: string;
  ipVersion: "ipv4" | "ipv6";
  entries: { cidr: string; comment: string }[];
  resourceGroupId: string;
}

/** A certificate for HTTPS listeners. Its text and its private key are not stored. */
export interface ClbCertificate extends Common {
  kind: "server" | "ca";
  name: string;
  fingerprint: string;
  commonName: string;
  alternativeNames: string[];
  /** UTC, `yyyy-MM-ddTHH:mm:ssZ`. */
  expireTime: string;
  resourceGroupId: string;
}
