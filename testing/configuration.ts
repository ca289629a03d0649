import type { ConfigValue } from "@pulumi/pulumi/automation";

/** Where a local cloud is, each as host and port. */
export interface CloudAddresses {
  /** Its control plane. */
  endpoint: string;
  /** Its gateway. */
  gateway: string;
}

/** Whose a local cloud is: the same everywhere, and worth nothing anywhere else. */
export interface CloudAccount {
  accessKeyId: string;
  accessKeySecret: string;
  accountId: string;
}

/** Products that the provider calls by the endpoint's own address. */
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
  "location",
] as const;

/** Configuration that says where a local cloud is, for the provider and for what it lacks. */
export function addressConfiguration({ endpoint, gateway }: CloudAddresses): Record<string, unknown> {
  const endpoints = Object.fromEntries(products.map((product) => [product, endpoint]));
  // By name, because the provider puts the log project in front of it.
  const log = endpoint.replace(/^.*:/, "localhost:");
  return { "alicloud:endpoints": [{ ...endpoints, log }], "alicloud-vpc-api:gateway": gateway };
}

/** Configuration with which any stack of region cn-hangzhou runs on a local cloud. */
export function configurationOf(cloud: CloudAddresses & CloudAccount): Record<string, unknown> {
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
    ...addressConfiguration(cloud),
  };
}

/** Configuration as Pulumi's Automation API takes it: structured values as JSON. */
export function asConfigMap(configuration: Record<string, unknown>): Record<string, ConfigValue> {
  const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
  return Object.fromEntries(
    Object.entries(configuration).map(([key, value]) => [key, { value: text(value) }]),
  );
}
