/**
 * Available products: a small selection of real instance types and images. By default, every zone offers all of them.
 */

export interface InstanceType {
  id: string;
  family: string;
  cpu: number;
  /** GiB */
  memory: number;
  eniQuantity: number;
  ipsPerEni: number;
  /** 0 for a type without IPv6. */
  ipv6PerEni: number;
}

export const instanceTypes: readonly InstanceType[] = [
  { id: "ecs.e-c1m1.large", family: "ecs.e", cpu: 2, memory: 2, eniQuantity: 2, ipsPerEni: 2, ipv6PerEni: 1 },
  { id: "ecs.e-c1m2.large", family: "ecs.e", cpu: 2, memory: 4, eniQuantity: 2, ipsPerEni: 2, ipv6PerEni: 1 },
  { id: "ecs.c7.large", family: "ecs.c7", cpu: 2, memory: 4, eniQuantity: 3, ipsPerEni: 6, ipv6PerEni: 6 },
  { id: "ecs.c7.xlarge", family: "ecs.c7", cpu: 4, memory: 8, eniQuantity: 4, ipsPerEni: 15, ipv6PerEni: 15 },
  { id: "ecs.g7.large", family: "ecs.g7", cpu: 2, memory: 8, eniQuantity: 3, ipsPerEni: 6, ipv6PerEni: 6 },
  {
    id: "ecs.g7.xlarge",
    family: "ecs.g7",
    cpu: 4,
    memory: 16,
    eniQuantity: 4,
    ipsPerEni: 15,
    ipv6PerEni: 15,
  },
];

export const diskCategories = [
  "cloud_essd",
  "cloud_essd_entry",
  "cloud_auto",
  "cloud_efficiency",
  "cloud_ssd",
] as const;

/** System disk categories with encryption. Source: "Encrypt cloud disks", limits. */
export const encryptedDiskCategories: readonly string[] = ["cloud_essd", "cloud_essd_entry", "cloud_auto"];

/** Zones in which RunInstances cannot encrypt a system disk. Source: SystemDisk.Encrypted of RunInstances. */
export const unencryptedZones: readonly string[] = ["cn-hongkong-d", "ap-southeast-1a"];

export interface Image {
  id: string;
  family: string;
  osName: string;
  platform: string;
  /** GiB */
  size: number;
  creationTime: string;
}

export const images: readonly Image[] = [
  {
    id: "aliyun_3_x64_20G_alibase_20260101.vhd",
    family: "acs:alibaba_cloud_linux_3_2104_lts_x64",
    osName: "Alibaba Cloud Linux 3.2104 LTS 64 bit",
    platform: "Aliyun",
    size: 20,
    creationTime: "2026-01-01T02:00:00Z",
  },
  {
    id: "aliyun_3_x64_20G_alibase_20251030.vhd",
    family: "acs:alibaba_cloud_linux_3_2104_lts_x64",
    osName: "Alibaba Cloud Linux 3.2104 LTS 64 bit",
    platform: "Aliyun",
    size: 20,
    creationTime: "2025-10-30T02:00:00Z",
  },
  {
    id: "ubuntu_24_04_x64_20G_alibase_20260101.vhd",
    family: "acs:ubuntu_24_04_x64",
    osName: "Ubuntu 24.04 64 bit",
    platform: "Ubuntu",
    size: 20,
    creationTime: "2026-01-01T03:00:00Z",
  },
];
