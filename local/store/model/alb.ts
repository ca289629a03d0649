import type { Common } from "./common";

/** Addresses of an ALB in one zone. */
export interface AlbZone {
  zoneId: string;
  vswitchId: string;
  /** Private address that clients in the VPC call. */
  address: string;
  /** Two source addresses of requests to servers and of health checks. */
  localAddresses: string[];
  /** An address of 192.0.2.0/24, which exists in documentation only. Empty unless the ALB is internet-facing. */
  publicAddress: string;
  /** Private IPv6 address. Absent unless the ALB is dual-stack. */
  ipv6Address?: string;
}

/** An ALB instance; CLBs are {@link LoadBalancer}. */
export interface AlbLoadBalancer extends Common {
  name: string;
  vpcId: string;
  dnsName: string;
  edition: string;
  addressType: "Internet" | "Intranet";
  addressAllocatedMode: "Fixed" | "Dynamic";
  /** IPv4 and IPv6. Absent for IPv4 only. IPv6 addresses are always private in the local cloud. */
  dualStack?: boolean;
  /** Groups whose rules restrict the clients of its listeners. Absent without groups. */
  securityGroupIds?: string[];
  payType: string;
  /** Internet Shared Bandwidth of the public addresses. Absent without one. */
  bandwidthPackageId?: string;
  deletionProtection: { enabled: boolean; enabledTime: string };
  modificationProtection: { status: string; reason: string };
  resourceGroupId: string;
  zones: AlbZone[];
  /** Time from which the status is Active: ISO time with milliseconds. */
  activeTime: string;
}

export interface AlbServer {
  serverId: string;
  port: number;
  /** 0 to 100. A server with weight 0 gets no requests. */
  weight: number;
  serverIp: string;
  description: string;
}

export interface AlbHealthCheck {
  enabled: boolean;
  /** 0 stands for the port of the server. */
  connectPort: number;
  protocol: "HTTP" | "TCP";
  method: "HEAD" | "GET";
  path: string;
  /** Empty for the private address of the server. */
  host: string;
  httpVersion: string;
  /** `http_2xx` … */
  codes: string[];
  /** Seconds. */
  timeout: number;
  /** Seconds. */
  interval: number;
  healthyThreshold: number;
  unhealthyThreshold: number;
}

export interface AlbServerGroup extends Common {
  name: string;
  vpcId: string;
  scheduler: "Wrr" | "Wlc" | "Sch";
  resourceGroupId: string;
  healthCheck: AlbHealthCheck;
  servers: AlbServer[];
}

export interface AlbListener extends Common {
  loadBalancerId: string;
  port: number;
  protocol: "HTTP";
  status: "Running" | "Stopped";
  description: string;
  /** Target of the default action. */
  serverGroupId: string;
  /** Seconds. */
  idleTimeout: number;
  /** Seconds. */
  requestTimeout: number;
  gzipEnabled: boolean;
}

/** An asynchronous call of ALB, stored for ListAsynJobs. */
export interface AlbJob extends Common {
  action: string;
  resourceType: string;
  resourceId: string;
  /** Time from which it has succeeded: ISO time with milliseconds. */
  doneTime: string;
}
