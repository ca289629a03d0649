import type { Common } from "./common";

/** A VPC access authorization: the only connection from the gateway into a VPC. */
export interface VpcAccess extends Common {
  name: string;
  description: string;
  vpcId: string;
  /** ID of an ECS instance or CLB, or the private address of an instance, CLB or intranet ALB. */
  instanceId: string;
  port: number;
  /** Host header of requests to the back end. Empty for the address itself. */
  targetHostName: string;
}

export interface GatewayInstance extends Common {
  name: string;
  spec: string;
  type: "VPC_SHARED" | "VPC_DEDICATED";
  status: "RUNNING" | "CREATING";
  /** Milliseconds from its creation until it is running. Absent for the default. */
  creationMs?: number;
  httpsPolicy: string;
  zoneId: string;
  /** Source CIDR blocks of packets to VPC back ends, with IPv6 blocks if the instance has IPv6 egress. */
  vpcEgressAddress: string;
  newVpcEgressAddress: string;
  internetEgressAddress: string;
  /** Whether it calls VPC back ends over IPv6. Absent for the default of its egress blocks. */
  egressIpv6?: boolean;
  /** Whether clients reach it over IPv6. */
  ipv6?: boolean;
  /** Whether CLBs of VPCs reach it. */
  vpcSlbIntranet?: boolean;
  maintenance?: { start: string; end: string };
  intranetSegments?: string;
  /** The VPC of an instance that is integrated into it. Absent for a normal instance. */
  integration?: {
    cidrBlock: string;
    vpcId: string;
    interfaces: { zoneId: string; vswitchId: string; cidrBlock: string; securityGroupId: string }[];
    /** Further blocks of the VPC that it reaches. */
    connectCidrBlocks: string[];
  };
  /** The VPC from which clients reach it by the intranet domain. */
  ingress?: { vpcId: string; ownerId: string; vswitchId: string };
  /** Billing method of a dedicated instance. */
  chargeType?: "PayAsYouGo" | "PrePaid";
  /** Access control list of the instance. */
  aclId?: string;
  /** Whether the entries of the list may call, or may not call. */
  aclType?: "white" | "black";
}

/** A list of addresses for dedicated instances. */
export interface AccessControlList extends Common {
  name: string;
  ipVersion: "ipv4" | "ipv6";
  entries: { cidr: string; comment: string }[];
}

/** Target of the access log of all groups in a region. Its ID is `<region>/<type>`. */
export interface LogConfig extends Common {
  logType: "PROVIDER";
  project: string;
  logStore: string;
}

export interface ApiGroup extends Common {
  name: string;
  description: string;
  basePath: string;
  /** The gateway instance of the group. */
  instanceId: string;
  /** `<groupId>-<region>.alicloudapi.com`. */
  subDomain: string;
  vpcDomain: string;
  userLogConfig: string;
  /** Effect of AppCodeAuthType DEFAULT of an API. */
  authAppCode: "DISABLE" | "HEADER" | "HEADER_QUERY";
  modifiedTime: string;
}
