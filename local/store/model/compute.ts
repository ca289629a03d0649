import type { Common } from "./common";

export interface SecurityGroupRule {
  ruleId: string;
  direction: "ingress" | "egress";
  /** Lower case: tcp, udp, icmp, gre, all. */
  protocol: string;
  /** `80/80`, `-1/-1` for all. */
  portRange: string;
  /** 1 to 100; the smaller is looked at first. */
  priority: number;
  policy: "accept" | "drop";
  /** One of the next three is set. */
  cidr: string;
  groupId: string;
  prefixListId: string;
  description: string;
  createdTime: string;
}

export interface SecurityGroup extends Common {
  name: string;
  description: string;
  vpcId: string;
  type: "normal" | "enterprise";
  innerAccessPolicy: "Accept" | "Drop";
  resourceGroupId: string;
  rules: SecurityGroupRule[];
}

/** A named list of CIDR blocks that a security-group rule can refer to. */
export interface PrefixList extends Common {
  name: string;
  description: string;
  addressFamily: "IPv4" | "IPv6";
  maxEntries: number;
  entries: { cidr: string; description: string }[];
}

/** A public key under a name of the region; its private half is not kept. */
export interface KeyPair extends Common {
  name: string;
  fingerPrint: string;
  resourceGroupId: string;
}

/** An instance type, or `clb` or `alb`, that a zone does not sell at present; the id is `ZONE/PRODUCT`. */
export interface SoldOut {
  id: string;
  zoneId: string;
  product: string;
}

export type InstanceStatus = "Pending" | "Starting" | "Running" | "Stopping" | "Stopped";

export interface Instance extends Common {
  name: string;
  description: string;
  hostName: string;
  vpcId: string;
  vswitchId: string;
  zoneId: string;
  privateIp: string;
  /** In the vSwitch's IPv6 block; absent without. */
  ipv6Addresses?: string[];
  securityGroupIds: string[];
  imageId: string;
  instanceType: string;
  status: InstanceStatus;
  /** Base64, byte for byte as given. */
  userData: string;
  systemDisk: {
    diskId: string;
    /** Absent until it is given one; so is the description. */
    name?: string;
    description?: string;
    category: string;
    size: number;
    encrypted: boolean;
    performanceLevel: string;
  };
  networkInterfaceId: string;
  keyPairName: string;
  deletionProtection: boolean;
  metadataOptions: { httpTokens: string; httpEndpoint: string; httpPutResponseHopLimit: number };
  /** Mbit/s; above 0 the instance has a public address. */
  internetMaxBandwidthOut: number;
  /** Of 203.0.113.0/24, which exists in documentation only; nothing reaches the instance there. Absent without one. */
  publicIp?: string;
  securityEnhancementStrategy: string;
  resourceGroupId: string;
  startTime: string;
}
