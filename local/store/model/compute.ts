import type { Common } from "./common";

export interface SecurityGroupRule {
  ruleId: string;
  direction: "ingress" | "egress";
  /** Lower case: tcp, udp, icmp, gre, all. */
  protocol: string;
  /** `80/80`, or `-1/-1` for all ports. */
  portRange: string;
  /** 1 to 100. Smaller values take precedence. */
  priority: number;
  policy: "accept" | "drop";
  /** Exactly one of the next three fields is set. */
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

/** A named list of CIDR blocks for security group rules. */
export interface PrefixList extends Common {
  name: string;
  description: string;
  addressFamily: "IPv4" | "IPv6";
  maxEntries: number;
  entries: { cidr: string; description: string }[];
}

/** A public key with a name that is unique in its region. The private key is not stored. */
export interface KeyPair extends Common {
  name: string;
  fingerPrint: string;
  resourceGroupId: string;
}

/** An instance type, or `clb` or `alb`, that a zone does not offer at present. The ID is `ZONE/PRODUCT`. */
export interface SoldOut {
  id: string;
  zoneId: string;
  product: string;
}

/** A network interface besides the primary ones, which belong to their instances. */
export interface NetworkInterface extends Common {
  name: string;
  description: string;
  vpcId: string;
  vswitchId: string;
  zoneId: string;
  privateIp: string;
  secondaryIps: string[];
  ipv6Addresses: string[];
  securityGroupIds: string[];
  queueNumber: number;
  /** Absent until it is set. */
  sourceDestCheck?: boolean;
  deleteOnRelease: boolean;
  /** Absent while it is not attached. */
  instanceId?: string;
  resourceGroupId: string;
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
  /** Addresses in the IPv6 block of the vSwitch. Absent without IPv6. */
  ipv6Addresses?: string[];
  securityGroupIds: string[];
  imageId: string;
  instanceType: string;
  status: InstanceStatus;
  /** Base64, unchanged from the call. */
  userData: string;
  systemDisk: {
    diskId: string;
    /** Absent until it is set, like the description. */
    name?: string;
    description?: string;
    category: string;
    size: number;
    encrypted: boolean;
    /** Key of the key management service. Absent without one. */
    kmsKeyId?: string;
    performanceLevel: string;
  };
  networkInterfaceId: string;
  /** Further addresses of the primary interface. Absent without any. */
  secondaryIps?: string[];
  /** Whether the primary interface checks source and destination. Absent for false. */
  sourceDestCheck?: boolean;
  keyPairName: string;
  deletionProtection: boolean;
  metadataOptions: { httpTokens: string; httpEndpoint: string; httpPutResponseHopLimit: number };
  /** Mbit/s. With a value above 0, the instance has a public address. */
  internetMaxBandwidthOut: number;
  /**
   * An address of 203.0.113.0/24, which exists in documentation only. No client can reach the instance there. Absent
   * without a public address.
   */
  publicIp?: string;
  securityEnhancementStrategy: string;
  resourceGroupId: string;
  startTime: string;
  /** Absent for an instance at the regular price. */
  spot?: Spot;
  /** Absent with the default attributes. */
  maintenance?: Maintenance;
  /** Absent for false. */
  jumboFrame?: boolean;
}

/** How an instance is bid for. The local cloud has no market, and takes no instance back. */
export interface Spot {
  strategy: string;
  priceLimit: number;
  /** Hours. */
  duration: number;
  interruption: string;
}

export interface Maintenance {
  action: string;
  notify: boolean;
  /** One at most, in UTC+8. */
  windows: { StartTime: string; EndTime: string }[];
}
