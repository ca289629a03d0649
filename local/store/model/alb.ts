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
  /** Elastic IP address that is the public address. Absent for an address of the ALB itself. */
  allocationId?: string;
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
  /** Whether its IPv6 addresses are internet-facing. Absent for private ones. */
  ipv6Internet?: boolean;
  /** Logstore of the access log. Absent without a log. */
  accessLog?: { project: string; logStore: string };
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
  /** ID of an instance, interface or function, or an address, depending on the type. */
  serverId: string;
  /** Absent for Ecs. */
  type?: "Ecs" | "Eni" | "Ip" | "Fc";
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
  protocol: "HTTP" | "HTTPS" | "TCP";
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
  /** Empty for functions. */
  vpcId: string;
  /** Absent for Instance. */
  type?: "Instance" | "Ip" | "Fc";
  /** Absent for HTTP. */
  protocol?: "HTTP" | "HTTPS" | "gRPC" | "GRPC";
  scheduler: "Wrr" | "Wlc" | "Sch" | "Uch";
  resourceGroupId: string;
  healthCheck: AlbHealthCheck;
  servers: AlbServer[];
  /** Settings that the local data plane does not apply. Absent for the defaults. */
  stickySession?: { enabled: boolean; type: string; cookie: string; cookieTimeout: number };
  slowStart?: { enabled: boolean; duration: number };
  connectionDrain?: { enabled: boolean; timeout: number };
  upstreamKeepalive?: boolean;
  crossZone?: boolean;
  ipv6?: boolean;
  /** What the scheduler Uch hashes. */
  uch?: { type: string; value: string };
}

export interface AlbListener extends Common {
  loadBalancerId: string;
  port: number;
  protocol: "HTTP" | "HTTPS" | "QUIC";
  status: "Running" | "Stopped";
  description: string;
  /** Target of the default action. */
  serverGroupId: string;
  /** Seconds. */
  idleTimeout: number;
  /** Seconds. */
  requestTimeout: number;
  gzipEnabled: boolean;
  /** IDs of the certificate service. Absent for HTTP. */
  certificateIds?: string[];
  /** Further certificates. Absent without them. */
  additionalCertificateIds?: string[];
  caEnabled?: boolean;
  caCertificateIds?: string[];
  securityPolicyId?: string;
  http2Enabled?: boolean;
  quic?: { listenerId: string; upgradeEnabled: boolean };
  /** `XForwardedForConfig` of the last call. The local data plane sends X-Forwarded-For only. */
  xForwardedFor?: Record<string, string | boolean>;
  logCustomizedHeaders?: boolean;
  tracing?: { enabled: boolean; sample: number; type: string };
  /** Access control lists of the clients. Absent without lists. */
  acl?: { type: "White" | "Black"; ids: string[] };
}

/** A condition of a rule. Only the member of its type is present. */
export interface AlbRuleCondition {
  Type: string;
  HostConfig?: { Values: string[] };
  PathConfig?: { Values: string[] };
  HeaderConfig?: { Key?: string; Values: string[] };
  QueryStringConfig?: { Values: { Key?: string; Value?: string }[] };
  MethodConfig?: { Values: string[] };
  CookieConfig?: { Values: { Key?: string; Value?: string }[] };
  SourceIpConfig?: { Values: string[] };
}

/** An action of a rule. Only the member of its type is present. The data plane does not apply the other types. */
export interface AlbRuleAction {
  Type: string;
  Order: number;
  ForwardGroupConfig?: { ServerGroupTuples: { ServerGroupId?: string; Weight?: number }[] };
  RedirectConfig?: {
    Host?: string;
    HttpCode?: string;
    Path?: string;
    Port?: string;
    Protocol?: string;
    Query?: string;
  };
  FixedResponseConfig?: { Content?: string; ContentType?: string; HttpCode?: string };
  RewriteConfig?: { Host?: string; Path?: string; Query?: string };
  InsertHeaderConfig?: { Key?: string; Value?: string; ValueType?: string };
  RemoveHeaderConfig?: { Key?: string };
}

/** A forwarding rule of a listener. Conditions and actions have the names of the API. */
export interface AlbRule extends Common {
  listenerId: string;
  direction: "Request" | "Response";
  name: string;
  /** A rule with a smaller number is applied first. */
  priority: number;
  /** All must be true. */
  conditions: AlbRuleCondition[];
  /** In their order. */
  actions: AlbRuleAction[];
  /** Time from which the status is Available: ISO time with milliseconds. */
  availableTime: string;
}

/** A list of addresses for listeners. */
export interface AlbAcl extends Common {
  name: string;
  entries: { cidr: string; description: string }[];
  resourceGroupId: string;
}

/** A named health check that server groups can take over. */
export interface AlbHealthCheckTemplate extends Common {
  name: string;
  healthCheck: AlbHealthCheck;
  resourceGroupId: string;
}

/** An asynchronous call of ALB, stored for ListAsynJobs. */
export interface AlbJob extends Common {
  action: string;
  resourceType: string;
  resourceId: string;
  /** Time from which it has succeeded: ISO time with milliseconds. */
  doneTime: string;
}
