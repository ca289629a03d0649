import type { Common } from "./common";

/** A VPC access authorization: the only door from the gateway into a VPC. */
export interface VpcAccess extends Common {
  name: string;
  description: string;
  vpcId: string;
  /** Id of an ECS instance or CLB, or a private address of one or of an intranet ALB. */
  instanceId: string;
  port: number;
  /** The Host that the back end is asked for; empty for the address itself. */
  targetHostName: string;
}

export interface GatewayInstance extends Common {
  name: string;
  spec: string;
  type: "VPC_SHARED" | "VPC_DEDICATED";
  status: "RUNNING" | "CREATING";
  /** Milliseconds from its creation until it runs, where that is not the usual time. */
  creationMs?: number;
  httpsPolicy: string;
  zoneId: string;
  /** Where the packets to VPC back ends come from: CIDR blocks, of IPv6 too where the instance has IPv6 egress. */
  vpcEgressAddress: string;
  newVpcEgressAddress: string;
  internetEgressAddress: string;
  /** Of a dedicated instance: how it is paid for. */
  chargeType?: "PayAsYouGo" | "PrePaid";
  /** The access list that the instance is bound to. */
  aclId?: string;
  /** Whether those on the list may call, or may not. */
  aclType?: "white" | "black";
}

/** A list of addresses that a dedicated instance can be bound to. */
export interface AccessControlList extends Common {
  name: string;
  ipVersion: "ipv4" | "ipv6";
  entries: { cidr: string; comment: string }[];
}

/** Where the access log of all groups of a region goes to; its id is `<region>/<type>`. */
export interface LogConfig extends Common {
  logType: "PROVIDER";
  project: string;
  logStore: string;
}

export interface ApiGroup extends Common {
  name: string;
  description: string;
  basePath: string;
  /** The gateway instance that serves it. */
  instanceId: string;
  /** `<groupId>-<region>.alicloudapi.com`. */
  subDomain: string;
  vpcDomain: string;
  userLogConfig: string;
  /** What an API with AppCodeAuthType DEFAULT does. */
  authAppCode: "DISABLE" | "HEADER" | "HEADER_QUERY";
  modifiedTime: string;
}
