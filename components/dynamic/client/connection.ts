import CertificateClient from "@alicloud/cas20200407";
import OpenApiClient, { $OpenApiUtil } from "@alicloud/openapi-core";
import { Problems } from "../../validation/problems";
import {
  type AccountKeys,
  checkCredentialSettings,
  type Environment,
  findKeys,
  type ReadSetting,
} from "./credentialSettings";
import { findEndpoint, findGatewayEndpoint, isLocalGateway, isLoopback } from "./endpoints";
import { defaultCredential, profileCredential } from "./profileCredential";

/** Configuration of the stack, by `<package>:<key>`. */
export interface Settings {
  get(key: string): string | undefined;
}

/** API Gateway, Application Load Balancer and Classic Load Balancer. */
export type CalledProduct = "cloudapi" | "alb" | "slb";

/** Products that are called, the certificate service with its SDK. */
export type Product = CalledProduct | "cas";

/** Names in messages of the products other than API Gateway. */
const others = {
  cas: "the certificate service",
  alb: "Application Load Balancer",
  slb: "Classic Load Balancer",
};

export interface Connection {
  regionId: string;
  /** Host and port. Undefined means the region's public endpoint. */
  endpoint: string | undefined;
  protocol: "HTTP" | "HTTPS";
  /** Profile in `~/.aliyun/config.json` that contains the keys. `keys` override it. */
  profile?: string | undefined;
  /** Undefined means the keys of the profile, or the default credential chain. */
  keys: AccountKeys | undefined;
}

/**
 * Reads the connection from the configuration of the `alicloud` provider in the same way as the provider, so
 * that one configuration works for both. `region` overrides the configuration. An endpoint on loopback only
 * receives credentials of the configuration.
 *
 * @throws Error when no region is configured, the configuration selects a credential source that only the
 * provider supports, an endpoint on loopback has no keys of its own, or the keys of a local cloud would be
 * sent elsewhere
 */
export function resolveConnection(
  settings: Settings,
  environment: Environment = process.env,
  region?: string,
  product: Product = "cloudapi",
): Connection {
  const regionId = region ?? resolveRegion(settings, environment);
  const endpoints = settings.get("alicloud:endpoints");
  const gateway = findGatewayEndpoint(endpoints);
  const endpoint = product === "cloudapi" ? gateway : findEndpoint(endpoints, [product]);
  if (product !== "cloudapi" && endpoint === undefined && isLocalGateway(endpoints)) {
    throw new Error(
      `alicloud:endpoints sets ${gateway}, a local cloud, but no endpoint for ${others[product]}. ` +
        `Run: pulumi config set --path 'alicloud:endpoints[0].${product}' ${gateway}`,
    );
  }
  const local = endpoint !== undefined && isLoopback(endpoint);
  const account = local ? {} : environment;
  const readSetting: ReadSetting = (key) => settings.get(`alicloud:${key}`);
  const keys = findKeys(readSetting, account);
  const problems = new Problems();
  checkCredentialSettings(readSetting, account, problems);
  const [problem] = problems.list;
  if (problem) throw new Error(`${problem.path} ${problem.problem} ${problem.hint}`);
  if (local && !keys) {
    throw new Error(
      `alicloud:endpoints sets ${endpoint}, a local cloud, which never receives real credentials. ` +
        "Set alicloud:accessKey and alicloud:secretKey to those of the local cloud.",
    );
  }
  return {
    regionId,
    endpoint,
    protocol: settings.get("alicloud:protocol")?.toUpperCase() === "HTTP" ? "HTTP" : "HTTPS",
    profile: findProfile(settings, account),
    keys,
  };
}

/**
 * Region of a stack without an explicit provider.
 *
 * @throws Error when no region is configured
 */
export function resolveRegion(settings: Settings, environment: Environment = process.env): string {
  // The same precedence as in the provider.
  const region =
    settings.get("alicloud:region") || environment.ALICLOUD_REGION || environment.ALIBABA_CLOUD_REGION;
  if (region) return region;
  throw new Error("alicloud:region is not set. Run: pulumi config set alicloud:region cn-hangzhou");
}

/** Profile with the provider's precedence: a key in the environment overrides a profile. */
function findProfile(settings: Settings, environment: Environment): string | undefined {
  if (environment.ALIBABA_CLOUD_ACCESS_KEY_ID) return undefined;
  return settings.get("alicloud:profile") || environment.ALICLOUD_PROFILE || undefined;
}

export const createCertificateClient = (connection: Connection): CertificateClient =>
  new CertificateClient(createConfig(connection));

/** A client of API Gateway or of a load balancer for a connection. */
export function createClient(connection: Connection, product: CalledProduct): OpenApiClient {
  const endpoint = connection.endpoint ?? findPublicEndpoint(product, connection.regionId);
  return new OpenApiClient(createConfig({ ...connection, endpoint }));
}

/** Source: the pages "Endpoints" of API Gateway, ALB and CLB. */
function findPublicEndpoint(product: CalledProduct, regionId: string): string {
  if (product === "slb" && regionId === "cn-hangzhou") return "slb.aliyuncs.com";
  return `${product === "cloudapi" ? "apigateway" : product}.${regionId}.aliyuncs.com`;
}

/** Times out after 10 s without a response. */
function createConfig({ regionId, endpoint, protocol, profile, keys }: Connection): $OpenApiUtil.Config {
  const config = new $OpenApiUtil.Config({ regionId, protocol, connectTimeout: 5_000, readTimeout: 10_000 });
  // Sent with every call: a custom endpoint may serve several regions.
  config.globalParameters = new $OpenApiUtil.GlobalParameters({ queries: { RegionId: regionId } });
  if (endpoint) config.endpoint = endpoint;
  if (keys) {
    config.accessKeyId = keys.accessKeyId;
    config.accessKeySecret = keys.accessKeySecret;
    if (keys.securityToken) config.securityToken = keys.securityToken;
  } else {
    config.credential = profile === undefined ? defaultCredential() : profileCredential(profile);
  }
  return config;
}
