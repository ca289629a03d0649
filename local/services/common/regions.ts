/** The only account of the local cloud. */
export const accountId = "1234567890123456";

/** The public key pair of the local cloud. It is not valid for any other cloud. */
export const accessKey = {
  accessKeyId: "LOCALACCESSKEYID",
  accessKeySecret: "local-access-key-secret",
} as const;

export const defaultRegionId = "cn-hangzhou";

export interface Region {
  id: string;
  name: string;
  zones: readonly string[];
  /** Middle segment of the IDs in this region, as in the real service. */
  idInfix: string;
  /** Egress of the shared gateway instance to VPC back ends: two blocks, as after a migration. */
  egress: readonly [string, string];
  /** Egress to IPv6 back ends. Absent in a region without IPv6 egress. */
  egressIpv6?: string;
  /** Address range of internet-facing resources, from the documentation ranges of RFC 5737. */
  internetEgress: string;
}

/** Every region of the local cloud. */
export const regions: readonly Region[] = [
  {
    id: "cn-hangzhou",
    name: "China (Hangzhou)",
    zones: ["cn-hangzhou-h", "cn-hangzhou-i", "cn-hangzhou-j", "cn-hangzhou-k"],
    idInfix: "bp1",
    egress: ["100.104.13.0/26", "100.104.13.64/26"],
    egressIpv6: "2001:db8:ffff:1300::/64",
    internetEgress: "198.51.100.13",
  },
  {
    id: "cn-shanghai",
    name: "China (Shanghai)",
    zones: ["cn-shanghai-f", "cn-shanghai-g", "cn-shanghai-l"],
    idInfix: "uf6",
    egress: ["100.104.27.0/26", "100.104.27.64/26"],
    internetEgress: "198.51.100.27",
  },
  {
    id: "cn-hongkong",
    name: "China (Hong Kong)",
    zones: ["cn-hongkong-b", "cn-hongkong-c", "cn-hongkong-d"],
    idInfix: "j6c",
    egress: ["100.104.41.0/26", "100.104.41.64/26"],
    internetEgress: "198.51.100.41",
  },
  {
    id: "ap-southeast-1",
    name: "Singapore",
    zones: ["ap-southeast-1a", "ap-southeast-1b", "ap-southeast-1c"],
    idInfix: "t4n",
    egress: ["100.104.58.0/26", "100.104.58.64/26"],
    internetEgress: "198.51.100.58",
  },
];

export function findRegion(id: string): Region | undefined {
  return regions.find((region) => region.id === id);
}

/** Returns a region that must exist. */
export function requireRegion(id: string): Region {
  const region = findRegion(id);
  if (!region) throw new Error(`region ${id} is not in the table`);
  return region;
}
