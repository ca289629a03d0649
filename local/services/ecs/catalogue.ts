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

type Specification = [id: string, cpu: number, memory: number, enis: number, ips: number, ipv6: number];

/** Cores, GiB, interfaces, and IPv4 and IPv6 addresses of an interface. Source: "Overview of instance families". */
const specifications: readonly Specification[] = [
  ["ecs.e-c1m1.large", 2, 2, 2, 2, 1],
  ["ecs.e-c1m2.large", 2, 4, 2, 2, 1],
  ["ecs.c7.large", 2, 4, 3, 6, 6],
  ["ecs.c7.xlarge", 4, 8, 4, 15, 15],
  ["ecs.g7.large", 2, 8, 3, 6, 6],
  ["ecs.g7.xlarge", 4, 16, 4, 15, 15],
  ["ecs.c6.large", 2, 4, 2, 6, 1],
  ["ecs.c6.xlarge", 4, 8, 3, 10, 1],
  ["ecs.g6.large", 2, 8, 2, 6, 1],
  ["ecs.g6.xlarge", 4, 16, 3, 10, 1],
  ["ecs.g8a.large", 2, 8, 3, 6, 6],
  ["ecs.g8a.xlarge", 4, 16, 4, 15, 15],
  ["ecs.g8i.large", 2, 8, 3, 6, 6],
  ["ecs.g8i.xlarge", 4, 16, 4, 15, 15],
  ["ecs.g8i.2xlarge", 8, 32, 4, 15, 15],
  ["ecs.sn1ne.large", 2, 4, 2, 6, 1],
  ["ecs.sn1ne.xlarge", 4, 8, 3, 10, 1],
  ["ecs.n4.small", 1, 2, 1, 2, 0],
  ["ecs.n4.large", 2, 4, 1, 2, 0],
  ["ecs.t6-c1m1.large", 2, 2, 2, 2, 1],
  ["ecs.t6-c1m2.large", 2, 4, 2, 2, 1],
  ["ecs.c8i.48xlarge", 192, 384, 15, 50, 50],
  ["ecs.sccc7.32xlarge", 128, 256, 32, 1, 0],
];

export const instanceTypes: readonly InstanceType[] = specifications.map(
  ([id, cpu, memory, eniQuantity, ipsPerEni, ipv6PerEni]) => ({
    ...{ id, cpu, memory, eniQuantity, ipsPerEni, ipv6PerEni },
    family: id.replace(/[.-][^.-]+$/, "").replace(/-c\dm\d$/, ""),
  }),
);

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

const linux = (
  id: string,
  family: string,
  osName: string,
  platform: string,
  creationTime: string,
): Image => ({
  ...{ id, family, osName, platform, creationTime },
  size: 20,
});
const alibabaLinux = (build: string, creationTime: string): Image =>
  linux(
    `aliyun_3_x64_20G_alibase_${build}.vhd`,
    "acs:alibaba_cloud_linux_3_2104_lts_x64",
    "Alibaba Cloud Linux 3.2104 LTS 64 bit",
    "Aliyun",
    creationTime,
  );
const ubuntu = (release: string, creationTime: string): Image =>
  linux(
    `ubuntu_${release.replace(".", "_")}_x64_20G_alibase_20260101.vhd`,
    `acs:ubuntu_${release.replace(".", "_")}_x64`,
    `Ubuntu ${release} 64 bit`,
    "Ubuntu",
    creationTime,
  );

export const images: readonly Image[] = [
  alibabaLinux("20260101", "2026-01-01T02:00:00Z"),
  alibabaLinux("20251030", "2025-10-30T02:00:00Z"),
  ubuntu("24.04", "2026-01-01T03:00:00Z"),
  ubuntu("22.04", "2026-01-01T02:30:00Z"),
  ubuntu("20.04", "2026-01-01T02:20:00Z"),
  ubuntu("18.04", "2026-01-01T02:10:00Z"),
  linux(
    "aliyun_3_x64_20G_scc_alibase_20220225.vhd",
    "acs:aliyun_3_x64_20G_scc",
    "Alibaba Cloud Linux 3.2104 LTS 64 bit for SCC",
    "Aliyun",
    "2022-03-01T02:00:00Z",
  ),
];
