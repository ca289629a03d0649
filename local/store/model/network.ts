import type { Common } from "./common";

export interface Vpc extends Common {
  name: string;
  description: string;
  cidrBlock: string;
  /** A /56. Absent without IPv6. */
  ipv6CidrBlock?: string;
  /** Time from which it is ready for use: UTC, ISO 8601. Absent if it was ready at its creation. */
  availableTime?: string;
  /** Blocks in addition to `cidrBlock`. Absent without any. */
  secondaryCidrBlocks?: string[];
  /** Blocks whose hosts reach the VPC by other routes. Absent without any. */
  userCidrs?: string[];
  /** Whether it is the default VPC of its region. Absent for false. */
  isDefault?: boolean;
  /** Whether instances get DNS host names. Absent for false. */
  dnsHostnames?: boolean;
  routerId: string;
  routeTableId: string;
  /** The system route table. Absent while all values are the defaults. */
  routeTable?: { name: string; description: string; propagation: boolean };
  resourceGroupId: string;
  /** Pool of the block. Absent for a block of no pool. */
  ipamPoolId?: string;
}

export interface VSwitch extends Common {
  name: string;
  description: string;
  vpcId: string;
  zoneId: string;
  cidrBlock: string;
  /** A /64 in the block of the VPC. Absent without IPv6. */
  ipv6CidrBlock?: string;
  /** A custom route table. Absent with the system route table of the VPC. */
  routeTableId?: string;
  /** Whether it is the default vSwitch of its zone. Absent for false. */
  isDefault?: boolean;
  /** Time from which it is ready for use: UTC, ISO 8601. Absent if it was ready at its creation. */
  availableTime?: string;
}

/** The gateway through which a VPC reaches the Internet over IPv6. */
export interface Ipv6Gateway extends Common {
  name: string;
  description: string;
  vpcId: string;
  resourceGroupId: string;
}

/** An elastic IP address. */
export interface Eip extends Common {
  name: string;
  description: string;
  /** An address of 203.0.113.0/24, which exists in documentation only. */
  ipAddress: string;
  /** Mbit/s. */
  bandwidth: number;
  internetChargeType: string;
  isp: string;
  netmode: string;
  deletionProtection: boolean;
  /** A subscription. Absent for pay-as-you-go. */
  prepaid?: boolean;
  /** Editions of protection. Absent for the default one. */
  securityProtection?: string[];
  /** How packets reach an instance. Absent for NAT. */
  mode?: "NAT" | "MULTI_BINDED" | "BINDED";
  /** Logstore of the fine-grained monitoring. Absent without it. */
  monitorLog?: { project: string; logStore: string };
  /** Largest bandwidth inside its Internet Shared Bandwidth. Absent without a limit. */
  limitInPackage?: number;
  /** The resource that has the address. Absent if it is free. */
  instance?: { id: string; type: string; privateIpAddress?: string };
  /** Internet Shared Bandwidth of the address. Absent without one. */
  bandwidthPackageId?: string;
  resourceGroupId: string;
}

/** An Internet Shared Bandwidth instance: one bandwidth for several addresses. */
export interface BandwidthPackage extends Common {
  name: string;
  description: string;
  /** Mbit/s. */
  bandwidth: number;
  internetChargeType: string;
  isp: string;
  /** Percentage of the bandwidth that is billed at least. */
  ratio: number;
  deletionProtection: boolean;
  /** Editions of protection. Absent for the default one. */
  securityProtection?: string[];
  /** Zone of its addresses. Absent for those of the region. */
  zone?: string;
  resourceGroupId: string;
}

/** IP address management of a region. */
export interface Ipam extends Common {
  name: string;
  description: string;
  operatingRegionIds: string[];
  privateScopeId: string;
  publicScopeId: string;
  resourceGroupId: string;
}

/** Blocks of a scope from which VPCs and other pools get theirs. */
export interface IpamPool extends Common {
  name: string;
  description: string;
  scopeId: string;
  poolRegionId: string;
  /** Absent for a pool that is in no other. */
  sourcePoolId?: string;
  defaultMask?: number;
  minMask?: number;
  maxMask?: number;
  autoImport: boolean;
  cidrs: string[];
  resourceGroupId: string;
}

/** An Anycast elastic IP address. */
export interface AnycastEip extends Common {
  name: string;
  description: string;
  /** An address of 203.0.113.0/24, which exists in documentation only. */
  ipAddress: string;
  /** Mbit/s. */
  bandwidth: number;
  serviceLocation: string;
  internetChargeType: string;
  resourceGroupId: string;
}

/** A custom route table. System route tables belong to their VPCs. */
export interface RouteTable extends Common {
  name: string;
  description: string;
  propagation: boolean;
  associateType: string;
  vpcId: string;
}

/** A custom entry of a route table of any kind. */
export interface RouteEntry extends Common {
  name: string;
  description: string;
  tableId: string;
  cidrBlock: string;
  nextHopType: string;
  nextHopId: string;
}

export interface NatGateway extends Common {
  name: string;
  description: string;
  vpcId: string;
  vswitchId: string;
  privateIp: string;
  interfaceId: string;
  networkType: string;
  eipBindMode: string;
  icmpReplyEnabled: boolean;
  deletionProtection: boolean;
  snatTableId: string;
  forwardTableId: string;
}

/** Source addresses that a NAT gateway replaces. */
export interface SnatEntry extends Common {
  name: string;
  tableId: string;
  natGatewayId: string;
  /** Addresses, separated by commas. */
  snatIp: string;
  /** Empty for an entry with a block. */
  sourceVSwitchId: string;
  sourceCidr: string;
  eipAffinity: number;
}

/** A port that a NAT gateway forwards. */
export interface ForwardEntry extends Common {
  name: string;
  tableId: string;
  natGatewayId: string;
  externalIp: string;
  externalPort: string;
  internalIp: string;
  internalPort: string;
  ipProtocol: string;
}

export interface NetworkAclEntry {
  id: string;
  name: string;
  description: string;
  policy: "accept" | "drop";
  /** `all`, `tcp` … */
  protocol: string;
  /** `FROM/TO`, or `-1/-1` for every port. */
  port: string;
  /** Sources of an inbound rule, destinations of an outbound one. */
  cidr: string;
  type: string;
  ipVersion: string;
}

/** A list of rules for the traffic of vSwitches. */
export interface NetworkAcl extends Common {
  name: string;
  description: string;
  vpcId: string;
  /** In the order in which they apply. */
  ingress: NetworkAclEntry[];
  egress: NetworkAclEntry[];
  vswitchIds: string[];
}
