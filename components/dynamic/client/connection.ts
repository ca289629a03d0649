import CertificateClient from "@alicloud/cas20200407";
import Client from "@alicloud/cloudapi20160714";
import Credential from "@alicloud/credentials";
import OpenApiClient, { $OpenApiUtil } from "@alicloud/openapi-core";
import { Problems } from "../../validation/problems";
import { type AccountKeys, checkCredentialSettings, keysOf, type SettingOf } from "./credentialSettings";
import { endpointOf, gatewayEndpointOf, isLoopback } from "./endpoints";
import { profileCredential } from "./profileCredential";

/** Where the settings come from: the stack's configuration by `<package>:<key>`. */
export interface Settings {
  get(key: string): string | undefined;
}

/** The products that are called: API Gateway, the certificate service and Application Load Balancer. */
export type Product = "cloudapi" | "cas" | "alb";

/** Products beside API Gateway, as messages name them. */
const others = { cas: "the certificate service", alb: "Application Load Balancer" };

/** How a product of one region is reached. */
export interface Connection {
  regionId: string;
  /** Host and port; undefined: the region's public endpoint. */
  endpoint: string | undefined;
  protocol: "HTTP" | "HTTPS";
  /** Profile in `~/.aliyun/config.json` that the keys are taken from; it has no say where there are `keys`. */
  profile?: string | undefined;
  /** Undefined: those of the profile, or the usual credential chain. */
  keys: AccountKeys | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the connection from the configuration of the `alicloud` provider, as the provider itself does, so that
 * one configuration serves both; `region` goes before it. An endpoint on loopback gets no credentials but those of the configuration.
 *
 * @throws Error when no region is configured, the configuration has a way to credentials that is the provider's alone, an endpoint on loopback has no keys of its own, or a local cloud's keys
 *   would be sent elsewhere
 */
export function connectionOf(
  settings: Settings,
  environment: Environment = process.env,
  region?: string,
  product: Product = "cloudapi",
): Connection {
  const regionId = region ?? regionOf(settings, environment);
  const gateway = gatewayEndpointOf(settings.get("alicloud:endpoints"));
  const endpoint =
    product === "cloudapi" ? gateway : endpointOf(settings.get("alicloud:endpoints"), [product]);
  if (product !== "cloudapi" && endpoint === undefined && gateway !== undefined && isLoopback(gateway)) {
    throw new Error(
      `alicloud:endpoints names ${gateway}, a local cloud, and none for ${others[product]}. ` +
        `Run: pulumi config set --path 'alicloud:endpoints[0].${product}' ${gateway}`,
    );
  }
  const local = endpoint !== undefined && isLoopback(endpoint);
  const account = local ? {} : environment;
  const settingOf: SettingOf = (key) => settings.get(`alicloud:${key}`);
  const keys = keysOf(settingOf, account);
  const problems = new Problems();
  checkCredentialSettings(settingOf, account, problems);
  const [problem] = problems.list;
  if (problem) throw new Error(`${problem.path} ${problem.problem} ${problem.hint}`);
  if (local && !keys) {
    throw new Error(
      `alicloud:endpoints names ${endpoint}, a local cloud, which never gets real credentials. ` +
        "Set alicloud:accessKey and alicloud:secretKey to those of the local cloud.",
    );
  }
  return {
    regionId,
    endpoint,
    protocol: settings.get("alicloud:protocol")?.toUpperCase() === "HTTP" ? "HTTP" : "HTTPS",
    profile: profileOf(settings, account),
    keys,
  };
}

/**
 * The region that a stack without a provider of its own is in.
 *
 * @throws Error when no region is configured
 */
export function regionOf(settings: Settings, environment: Environment = process.env): string {
  // The order in which the provider reads them.
  const region =
    settings.get("alicloud:region") || environment.ALICLOUD_REGION || environment.ALIBABA_CLOUD_REGION;
  if (region) return region;
  throw new Error("alicloud:region is not set. Run: pulumi config set alicloud:region cn-hangzhou");
}

/** Whether the configuration names an API Gateway on this machine. */
export function isLocal(settings: Settings): boolean {
  const endpoint = gatewayEndpointOf(settings.get("alicloud:endpoints"));
  return endpoint !== undefined && isLoopback(endpoint);
}

/** As the provider reads it: a key of the environment goes before a profile. */
function profileOf(settings: Settings, environment: Environment): string | undefined {
  if (environment.ALIBABA_CLOUD_ACCESS_KEY_ID) return undefined;
  return settings.get("alicloud:profile") || environment.ALICLOUD_PROFILE || undefined;
}

/** The official client of API Gateway for a connection. */
export const clientOf = (connection: Connection): Client => new Client(configOf(connection));

/** The official client of the certificate service for a connection. */
export const certificateClientOf = (connection: Connection): CertificateClient =>
  new CertificateClient(configOf(connection));

/** A client of Application Load Balancer for a connection. The few calls that are made need no SDK of its own. */
export const balancerClientOf = (connection: Connection): OpenApiClient =>
  new OpenApiClient(
    configOf({ ...connection, endpoint: connection.endpoint ?? `alb.${connection.regionId}.aliyuncs.com` }),
  );

/** Times out after 10 s without an answer. */
function configOf({ regionId, endpoint, protocol, profile, keys }: Connection): $OpenApiUtil.Config {
  const config = new $OpenApiUtil.Config({ regionId, protocol, connectTimeout: 5_000, readTimeout: 10_000 });
  // Said with every call: an endpoint of one's own may stand for several regions.
  config.globalParameters = new $OpenApiUtil.GlobalParameters({ queries: { RegionId: regionId } });
  if (endpoint) config.endpoint = endpoint;
  if (keys) {
    config.accessKeyId = keys.accessKeyId;
    config.accessKeySecret = keys.accessKeySecret;
    if (keys.securityToken) config.securityToken = keys.securityToken;
  } else {
    config.credential = profile === undefined ? new Credential() : profileCredential(profile);
  }
  return config;
}
