import type { Common } from "./common";

/** What an ALB has in one of its zones. */
export interface AlbZone {
  zoneId: string;
  vswitchId: string;
  /** Private address that clients in the VPC call. */
  address: string;
  /** Two addresses that requests to servers and health checks come from. */
  localAddresses: string[];
  /** Of 192.0.2.0/24, which exists in documentation only; empty unless the ALB faces the Internet. */
  publicAddress: string;
  /** Private IPv6 address; absent unless the ALB is of both families. */
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
  /** Both families; absent for IPv4 alone. Its IPv6 addresses are always private here. */
  dualStack?: boolean;
  /** Groups whose rules say who may call its listeners; absent for none. */
  securityGroupIds?: string[];
  payType: string;
  deletionProtection: { enabled: boolean; enabledTime: string };
  modificationProtection: { status: string; reason: string };
  resourceGroupId: string;
  zones: AlbZone[];
  /** From when on it is Active; ISO time with milliseconds. */
  activeTime: string;
}

export interface AlbServer {
  serverId: string;
  port: number;
  /** 0 to 100; 0 gets no requests. */
  weight: number;
  serverIp: string;
  description: string;
}

export interface AlbHealthCheck {
  enabled: boolean;
  /** 0 for the server's own port. */
  connectPort: number;
  protocol: "HTTP" | "TCP";
  method: "HEAD" | "GET";
  path: string;
  /** Empty for the server's private address. */
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
  /** Where the default action forwards to. */
  serverGroupId: string;
  /** Seconds. */
  idleTimeout: number;
  /** Seconds. */
  requestTimeout: number;
  gzipEnabled: boolean;
}

/** An asynchronous call of ALB, kept for ListAsynJobs. */
export interface AlbJob extends Common {
  action: string;
  resourceType: string;
  resourceId: string;
  /** From when on it has succeeded; ISO time with milliseconds. */
  doneTime: string;
}
