import type { ConfigValue } from "@pulumi/pulumi/automation";

/** Addresses of a local cloud, each as host and port. */
export interface CloudAddresses {
  /** Address of the control plane. */
  endpoint: string;
  /** Address of the gateway. */
  gateway: string;
}

/** Account of a local cloud. Its values are public, the same everywhere, and not valid for any other cloud. */
export interface CloudAccount {
  accessKeyId: string;
  accessKeySecret: string;
  accountId: string;
}

/** Products that the provider calls at the address of the endpoint. */
const products = [
  "ecs",
  "vpc",
  "slb",
  "alb",
  "cloudapi",
  "alidns",
  "cas",
  "sts",
  "bssopenapi",
  "ram",
  "location",
] as const;

/** Configuration with the addresses of a local cloud, for the provider and the dynamic providers. */
export function createAddressConfiguration({ endpoint, gateway }: CloudAddresses): Record<string, unknown> {
  const endpoints = Object.fromEntries(products.map((product) => [product, endpoint]));
  // A host name instead of an IP address: the provider puts the name of the log project in front of it.
  const log = endpoint.replace(/^.*:/, "localhost:");
  return { "alicloud:endpoints": [{ ...endpoints, log }], "alicloud-vpc-api:gateway": gateway };
}

/** Configuration that lets a stack in region cn-hangzhou run on a local cloud. */
export function createConfiguration(cloud: CloudAddresses & CloudAccount): Record<string, unknown> {
  return {
    "alicloud:region": "cn-hangzhou",
    "alicloud:accessKey": cloud.accessKeyId,
    "alicloud:secretKey": cloud.accessKeySecret,
    "alicloud:accountId": cloud.accountId,
    "alicloud:accountType": "Domestic",
    "alicloud:protocol": "HTTP",
    "alicloud:skipRegionValidation": "true",
    "alicloud:clientConnectTimeout": "5000",
    "alicloud:clientReadTimeout": "15000",
    ...createAddressConfiguration(cloud),
  };
}

/** Configuration in the form of Pulumi's Automation API: structured values are JSON. */
export function convertToConfigMap(configuration: Record<string, unknown>): Record<string, ConfigValue> {
  const formatValue = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
  return Object.fromEntries(
    Object.entries(configuration).map(([key, value]) => [key, { value: formatValue(value) }]),
  );
}
