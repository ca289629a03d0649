import * as pulumi from "@pulumi/pulumi";
import {
  type ApiVersions,
  type AppCodeIn,
  type CustomDomainSettings,
  type Method,
  type Protocol,
  type Stage,
  VpcApi,
} from "./components";
import { checkKeys } from "./components/core/keys";
import { isSettings } from "./components/core/kinds";
import { resolveOrThrow } from "./components/core/mistakes";

// The vendor's tutorial as a program: Nginx in a VPC behind API Gateway, called by an app with an AppCode.
// Every value can be set per stack: pulumi config set <key> <value>.
const keys = {
  groupName: "text?",
  basePath: "text?",
  gatewayInstanceId: "text?",
  domains: "list?",
  domainKeys: "texts by name?",
  apiName: "text?",
  method: "text?",
  path: "text?",
  protocols: "texts?",
  appCodeIn: "text?",
  backendPath: "text?",
  timeout: "number?",
  stage: "text?",
  stages: "texts?",
  promoted: "texts by name?",
  remarks: "text?",
  appName: "text?",
  cidrBlock: "text?",
  zones: "number or texts?",
  instances: "number?",
  instanceType: "text?",
  imageId: "text?",
  port: "number?",
  pages: "texts by name?",
  tags: "texts by name?",
  // Where the gateway of a local cloud is, for the readiness check.
  gateway: "text?",
};
const config = new pulumi.Config();
resolveOrThrow(`The configuration of stack ${pulumi.getStack()}`, (mistakes) => {
  const own = Object.entries(pulumi.runtime.allConfig()).flatMap(([fullKey, text]) => {
    if (!fullKey.startsWith(`${config.name}:`)) return [];
    const key = fullKey.slice(config.name.length + 1);
    const isText = new Map(Object.entries(keys)).get(key) === "text?";
    return [[key, isText ? text : parsed(text)] as const];
  });
  checkKeys(Object.fromEntries(own), keys, mistakes);
});

/** The value that a text of the configuration stands for: a text where it is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const apiName = config.get("apiName") ?? "nginx-test";
const appName = config.get("appName") ?? "nginx_demo_app";

const cidrBlock = config.get("cidrBlock");
const zones = config.getObject<number | string[]>("zones");
const instances = config.getNumber("instances");
const instanceType = config.get("instanceType");
const imageId = config.get("imageId");
const pages = config.getObject<Record<string, string>>("pages");
const gatewayInstanceId = config.get("gatewayInstanceId");
const tags = config.getObject<Record<string, string>>("tags");

const stages = config.getObject<Stage[]>("stages") ?? [config.get<Stage>("stage") ?? "RELEASE"];
const promoted = config.getObject<ApiVersions>("promoted");

/** A domain whose certificate is in the configuration. The private key is a secret, so it is in a key of its own. */
type DomainWithBody = Omit<CustomDomainSettings, "certificate"> & { certificate: { body: string } };
type ConfiguredDomain = string | CustomDomainSettings | DomainWithBody;
const hasBody = (given: ConfiguredDomain): given is DomainWithBody =>
  isSettings(given) && isSettings(given.certificate) && !("id" in given.certificate);
const domainKeys = config.getSecretObject<Record<string, string>>("domainKeys");
const domains = config.getObject<ConfiguredDomain[]>("domains")?.map((given) => {
  if (!hasBody(given)) return given;
  const privateKey = pulumi.output(domainKeys).apply((keys) => keys?.[given.domain] ?? "");
  return { ...given, certificate: { ...given.certificate, privateKey } };
});

const method = config.get<Method>("method") ?? "GET";
const appCodeIn = config.get<AppCodeIn>("appCodeIn") ?? "header and query";

const api = new VpcApi("nginx-demo", {
  network: { ...(cidrBlock && { cidrBlock }), ...(zones !== undefined && { zones }) },
  service: {
    ...(instances !== undefined && { instances }),
    ...(instanceType && { instanceType }),
    ...(imageId && { imageId }),
    ...(pages && { pages }),
    port: config.getNumber("port") ?? 80,
  },
  group: {
    groupName: config.get("groupName") ?? "nginx-demo",
    basePath: config.get("basePath") ?? "/",
    ...(gatewayInstanceId && { instanceId: gatewayInstanceId }),
  },
  routes: {
    [apiName]: {
      method,
      path: config.get("path") ?? "/nginx",
      protocols: config.getObject<Protocol[]>("protocols") ?? ["HTTP", "HTTPS"],
      appCode: appCodeIn,
      backend: {
        path: config.get("backendPath") ?? "/",
        timeout: config.getNumber("timeout") ?? 10_000,
      },
    },
  },
  publication: {
    stages: {
      ...Object.fromEntries(stages.map((name) => [name, {}])),
      ...(promoted && { RELEASE: { promoted } }),
    },
    remarks: config.get("remarks") ?? `nginx-test of stack ${pulumi.getStack()}`,
  },
  apps: { [appName]: {} },
  ...(domains && { domains }),
  ...(tags && { tags }),
});

/** Address of the API on the group's second-level domain. */
export const url = api.urls[apiName];
/** Second-level domain of the API group, for tests. */
export const subDomain = api.group.subDomain;
/** Of each domain: the address of the API on it, and the DNS records that it needs. */
export const customDomains = Object.fromEntries(
  Object.entries(api.domains).map(([domain, { records }]) => [
    domain,
    { url: api.domainUrls[domain]?.[apiName], records },
  ]),
);
export const vpcId = api.network.vpcId;
export const instanceIds = api.service?.instanceIds;
export const securityGroupId = api.service?.securityGroupId;
export const loadBalancerId = api.balancer?.loadBalancerId;
export const egressCidrs = api.access.egressCidrs;
export const groupId = api.group.groupId;
export const apiIds = api.routes.apiIds;
export const stage = api.publication.stage;
/** The version that is served, by environment and API. */
export const versions = api.publication.versions;
/** Of each app: what it authenticates itself with; secret. */
export const apps = pulumi.secret(
  Object.fromEntries(
    Object.entries(api.apps).map(([name, { appId, appCode, appKey, appSecret }]) => [
      name,
      { appId, appCode, appKey, appSecret },
    ]),
  ),
);
/** Of each app: which parts of output `apps` are secret, as `jq` names them. */
export const secretOutputs = Object.fromEntries(
  Object.keys(api.apps).map((name) => [
    name,
    ["appCode", "appKey", "appSecret"].map((credential) => `apps.${name}.${credential}`),
  ]),
);
const verb = { GET: "", ANY: "", HEAD: "--head " }[method as string] ?? `-X ${method} `;
const readAppCode = `pulumi stack output -s ${pulumi.getStack()} apps --show-secrets --json | jq -r .${appName}.appCode`;
/** A call of the API. It reads the AppCode when it is run; undefined where the API takes none. */
export const curl =
  appCodeIn === "off"
    ? undefined
    : pulumi.interpolate`curl ${verb}-H "Authorization: APPCODE $(${readAppCode})" '${url}'`;
