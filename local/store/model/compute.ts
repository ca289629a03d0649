import type { Common, Tag } from "./common";

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
  /** Absent for the defaults. */
  interfaceMode?: InterfaceMode;
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
  /** Public image that the custom image comes from, as in CustomImage. Absent for an instance of a public image. */
  baseImageId?: string;
  instanceType: string;
  status: InstanceStatus;
  /** Base64, unchanged from the call. */
  userData: string;
  systemDisk: DiskProperties & {
    diskId: string;
    /** Absent until a call tags the disk. */
    tags?: Tag[];
  };
  networkInterfaceId: string;
  /** Properties of a primary interface that existed before the instance. Absent for one that was created with it. */
  primaryInterface?: Pick<
    NetworkInterface,
    "name" | "description" | "queueNumber" | "deleteOnRelease" | "resourceGroupId" | "createdTime" | "tags"
  >;
  /** Absent for the defaults. */
  interfaceMode?: InterfaceMode;
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
  /** Absent for PayByTraffic. */
  internetChargeType?: string;
  /** Absent for a pay-as-you-go instance. */
  subscription?: Subscription;
  /** `yyyy-MM-ddTHH:mm:ssZ`. Absent without automatic release. */
  autoReleaseTime?: string;
  /** Absent without a RAM role. */
  ramRoleName?: string;
  hpcClusterId?: string;
  deploymentSetId?: string;
  /** Private pool of reserved capacity. Absent for the default, which is no pool. */
  privatePool?: { criteria: string; id: string };
  /** Absent for the default of the instance type. */
  cpuOptions?: { coreCount: number; threadsPerCore: number; topologyType: string };
  /** Absent for KeepCharging. */
  stoppedMode?: string;
  /** Absent for types without performance credits. */
  creditSpecification?: string;
  /** Absent for false. */
  loginAsNonRoot?: boolean;
  /** Absent for false. */
  highDensityMode?: boolean;
}

/** Properties of a disk, also of the system disk of an instance. */
export interface DiskProperties {
  /** Absent until it is set, like the description. */
  name?: string;
  description?: string;
  category: string;
  /** GiB */
  size: number;
  encrypted: boolean;
  /** Key of the key management service. Absent without one. */
  kmsKeyId?: string;
  performanceLevel: string;
  /** Provisioned IOPS of a cloud_auto disk. Absent until they are set. */
  provisionedIops?: number;
  /** Whether a cloud_auto disk can burst. Absent until it is set. */
  burstingEnabled?: boolean;
  autoSnapshotPolicyId?: string;
  /** Absent for true. */
  enableAutoSnapshot?: boolean;
  /** Absent for false. */
  deleteAutoSnapshot?: boolean;
}

/** A data disk. System disks belong to their instances. */
export interface Disk extends Common, DiskProperties {
  zoneId: string;
  /** Absent while the disk is not attached. */
  instanceId?: string;
  device?: string;
  /** Last times. Absent until the disk was attached or detached once. */
  attachedTime?: string;
  detachedTime?: string;
  deleteWithInstance: boolean;
  sourceSnapshotId?: string;
  multiAttach: string;
  /** Absent for a pay-as-you-go disk. */
  subscription?: { expiredTime: string };
  resourceGroupId: string;
}

/** A snapshot. The local cloud copies no data. */
export interface Snapshot extends Common {
  name: string;
  description: string;
  diskId: string;
  diskType: "system" | "data";
  /** GiB */
  diskSize: number;
  encrypted: boolean;
  kmsKeyId: string;
  category: string;
  /** Public image that the system disk comes from, as in CustomImage. Absent for a data disk. */
  baseImageId?: string;
  /** Absent for a snapshot that is kept until it is deleted. */
  retentionDays?: number;
  resourceGroupId: string;
}

/** An image of the account. The local cloud copies no data. */
export interface CustomImage extends Common {
  name: string;
  description: string;
  family: string;
  version: string;
  architecture: string;
  platform: string;
  bootMode: string;
  licenseType: string;
  nvmeSupport: string;
  imdsSupport: string;
  status: "Available" | "Deprecated";
  /** Public image that the system disk comes from. Empty for a snapshot of a data disk, which has no known system. */
  baseImageId: string;
  isCopied: boolean;
  /** The first one is the system disk. */
  disks: ImageDisk[];
  /** Accounts that can use the image. */
  sharedWith: { accountId: string; sharedTime: string }[];
  resourceGroupId: string;
}

export interface ImageDisk {
  type: "system" | "data";
  device: string;
  /** GiB */
  size: number;
  /** Empty for an empty data disk. */
  snapshotId: string;
  encrypted: boolean;
}

export interface AutoSnapshotPolicy extends Common {
  name: string;
  /** Hours from 0 to 23, UTC+8. */
  timePoints: string[];
  /** 1 (Monday) to 7. */
  repeatWeekdays: string[];
  /** -1: kept until they are deleted. */
  retentionDays: number;
  enableCrossRegionCopy: boolean;
  targetCopyRegions: string[];
  copiedSnapshotsRetentionDays: number;
  copyEncryption: { encrypted: boolean; kmsKeyId: string };
  resourceGroupId: string;
}

export interface HpcCluster extends Common {
  name: string;
  description: string;
}

export interface DeploymentSet extends Common {
  name: string;
  description: string;
  strategy: string;
  domain: string;
  granularity: string;
  groupCount: number;
  affinity: number;
  onUnableToRedeployFailedInstance: string;
}

/** Settings of the primary interface of an instance. */
export interface InterfaceMode {
  trafficMode: string;
  queuePairNumber: number;
  cardIndex: number;
}

/** Prepaid use of an instance. */
export interface Subscription {
  expiredTime: string;
  renewalStatus: string;
  /** Length of a renewal in units. */
  duration: number;
  periodUnit: string;
}

/** A template of RunInstances, with its versions. */
export interface LaunchTemplate extends Common {
  name: string;
  defaultVersion: number;
  latestVersion: number;
  modifiedTime: string;
  resourceGroupId: string;
  versions: LaunchTemplateVersion[];
}

export interface LaunchTemplateVersion {
  number: number;
  description: string;
  createdTime: string;
  /** Parameters of RunInstances, with their names and types there. */
  data: { [parameter: string]: unknown };
}

/** How an instance is bid for. The local cloud has no market, and never reclaims an instance. */
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
