import { accessRules, certificate, made, sharedAccess, type Value } from "./scenarios";
import { keys } from "./tokens";

/** A change of arguments whose types do not say which other value they can have. */
export interface Sample {
  /** The argument; several, by a space, that can only change together. */
  of: string;
  /** New values by path; `undefined` takes an argument away. A path without a scenario's prefix is of the arguments. */
  set: Readonly<Record<string, Value>>;
  /** In words, where the values do not say it. */
  to?: string;
  /** Whether it goes with no other change. */
  alone?: boolean;
  /** Whether it replaces what others change in place: then it does not go with those. */
  replaces?: boolean;
}

/** What is taken from the outputs of the stack as it is. */
export const output = (read: (outputs: Record<string, unknown>) => unknown) => ({ read });

/** The versions of an environment, and those of RELEASE of routes that it does not have. */
const versions = (stage: string) =>
  output(({ versions }) => {
    const published = versions as Record<string, Record<string, string>>;
    return { ...published.RELEASE, ...published[stage] };
  });

const server = (port: number) => `server { listen ${port}; root /srv/www; add_header X-Served-By nginx; }\n`;

const ownService = (port: number) => `#cloud-config
packages: [nginx]
write_files:
  - path: /etc/nginx/conf.d/own.conf
    content: "server { listen ${port}; location / { return 200 'own'; } }"
runcmd: [[systemctl, enable, --now, nginx]]
`;

/** In the order in which they are made, by scenario. */
export const samples: Readonly<Record<string, readonly Sample[]>> = {
  clb: [
    { of: "service.instanceType", set: { "service.instanceType": "ecs.g7.large" } },
    { of: "service.keyPairName", set: { "service.keyPairName": made("keyPair") }, to: "a key pair" },
    { of: "service.systemDisk.size", set: { "service.systemDisk.size": 60 } },
    { of: "service.instances", set: { "service.instances": 3 } },
    { of: "service.instances", set: { "service.instances": undefined }, to: "2" },
    { of: "balancer<clb>.healthCheckPath", set: { "balancer.healthCheckPath": "/a" } },
    { of: "balancer<clb>.port", set: { "balancer.port": 9090 } },
    { of: "tags", set: { tags: { team: "shop" } } },
    { of: "tags", set: { tags: { team: "web", stage: "test" } } },
    { of: "transform", set: { transform: { securityGroup: { description: "of the sweep" } } } },
    { of: "service.image", set: { "service.image": "latest" } },
    {
      of: "service.imageId",
      replaces: true,
      set: { "service.image": undefined, "service.imageId": "ubuntu_24_04_x64_20G_alibase_20260101.vhd" },
    },
    {
      of: "service.pages",
      replaces: true,
      set: { "service.pages": { "index.html": "other home", a: "page a" } },
      to: "another page",
    },
    { of: "service.cloudConfig", replaces: true, set: { "service.cloudConfig": { timezone: "UTC" } } },
    { of: "service.port", replaces: true, set: { "service.port": 8081 } },
    {
      of: "service.nginxConfig",
      replaces: true,
      set: { "service.nginxConfig": server(8081) },
      to: "another server",
    },
    {
      of: "service.userData",
      replaces: true,
      set: {
        "service.pages": undefined,
        "service.cloudConfig": undefined,
        "service.nginxConfig": undefined,
        "service.userData": ownService(8081),
      },
      to: "a service of your own",
    },
    { of: "service.systemDisk.encrypted", replaces: true, set: { "service.systemDisk.encrypted": false } },
    {
      of: "network.zones",
      replaces: true,
      set: { "network.zones": ["cn-hangzhou-h", "cn-hangzhou-i", "cn-hangzhou-j"] },
      to: "one more",
    },
    {
      of: "network.zones",
      replaces: true,
      set: { "network.zones": ["cn-hangzhou-i", "cn-hangzhou-j"] },
      to: "without the first",
    },
    {
      of: "network.zones",
      replaces: true,
      set: { "network.zones": ["cn-hangzhou-j", "cn-hangzhou-i"] },
      to: "in another order",
    },
    {
      of: "service.systemDisk.category",
      replaces: true,
      set: { "service.systemDisk.category": "cloud_auto" },
    },
    { of: "network.ipv6", replaces: true, set: { "network.ipv6": true } },
    { of: "network.cidrBlock", replaces: true, set: { "network.cidrBlock": "10.8.0.0/16" } },
    { of: "balancer.kind", replaces: true, set: { balancer: { kind: "alb" } }, to: "alb" },
    {
      of: "balancer.kind balancer<none>.target",
      replaces: true,
      set: { balancer: { kind: "none", target: "address" }, "service.instances": undefined },
      to: "none",
    },
    { of: "protect", set: { protect: true }, alone: true },
    { of: "protect", set: { protect: false }, alone: true },
  ],
  alb: [
    { of: "balancer<alb>.healthCheckPath", set: { "balancer.healthCheckPath": "/a" } },
    { of: "balancer<alb>.port", set: { "balancer.port": 9090 } },
    {
      of: "network.vswitches",
      set: { "network.vswitches.2": { zoneId: "cn-hangzhou-j", cidrBlock: "172.16.2.0/24" } },
      to: "one more",
    },
    { of: "network.vswitches[].cidrBlock", set: { "network.vswitches.1.cidrBlock": "172.16.9.0/24" } },
    { of: "network.vswitches[].zoneId", set: { "network.vswitches.1.zoneId": "cn-hangzhou-k" } },
    {
      of: "balancer<alb>.ipv6",
      set: {
        "network.ipv6": true,
        "balancer.ipv6": false,
        "network.vswitches.0.ipv6CidrBlockMask": 0,
        "network.vswitches.1.ipv6CidrBlockMask": 1,
        "network.vswitches.2.ipv6CidrBlockMask": 2,
      },
      to: "false, with network.ipv6",
    },
    {
      of: "network.vswitches[].ipv6CidrBlockMask",
      set: { "network.vswitches.1.ipv6CidrBlockMask": 9 },
    },
    { of: "balancer<alb>.ipv6", set: { "balancer.ipv6": true }, to: "true" },
  ],
  existing: [
    {
      of: "service.existing.target service.existing.port service.existing.servicePort",
      set: {
        "service.existing.target": made("first.otherBalancer"),
        "service.existing.port": 8188,
        "service.existing.servicePort": 8088,
      },
      to: "another balancer",
    },
    {
      of: "service.existing.target service.existing.port service.existing.servicePort",
      set: {
        "service.existing.target": made("first.instance"),
        "service.existing.port": 80,
        "service.existing.servicePort": undefined,
      },
      to: "an instance",
    },
    {
      of: "service.existing.securityGroupId",
      set: { "service.existing.securityGroupId": made("first.otherGroup") },
      to: "another group",
    },
    {
      of: "service.existing service.existing.instances network.existing.vswitchIds",
      set: {
        "network.existing.vswitchIds": [made("first.vswitch")],
        "service.existing": {
          instances: [{ id: made("first.instance") }],
          port: 80,
          securityGroupId: made("first.otherGroup"),
        },
      },
      to: "instances behind a new balancer",
    },
    {
      of: "service.existing.instances",
      set: { "service.existing.instances.1": { id: made("first.otherInstance") } },
      to: "one more",
    },
    {
      of: "service.existing.instances[].id",
      set: { "service.existing.instances": [{ id: made("first.otherInstance") }] },
      to: "another instance",
    },
    {
      of: "service.existing.instances[].privateIp",
      set: { "service.existing.instances.0.privateIp": made("first.otherAddress") },
      to: "its address",
    },
    {
      of: "network.existing.vswitchIds",
      set: { "network.existing.vswitchIds": [made("first.otherVSwitch")] },
      to: "another vSwitch",
    },
    {
      of: "network.existing.vpcId",
      set: {
        "network.existing": { vpcId: made("second.vpc") },
        "service.existing": {
          ...{ target: made("second.balancer"), port: 180, servicePort: 80 },
          securityGroupId: made("second.group"),
        },
      },
      to: "another VPC",
    },
  ],
  shared: [
    {
      of: "access.target access.port access.instanceId",
      set: { "access.target": undefined, "access.port": undefined, "access.instanceId": undefined },
      to: "none",
    },
    {
      of: "access.accessName access.accessId access.securityGroupId access.servicePort",
      set: { access: sharedAccess("second") },
      to: "another authorization",
    },
  ],
  dedicated: [
    { of: "gateway.instanceName", set: { "gateway.instanceName": "sweep-renamed" } },
    { of: "gateway.instanceSpec", set: { "gateway.instanceSpec": "api.s1.medium" } },
    {
      of: "gateway.accessList.allow",
      set: { "gateway.accessList": { allow: ["127.0.0.0/8"] } },
      to: "a list",
    },
    {
      of: "gateway.accessList.allow",
      set: { "gateway.accessList.allow": ["127.0.0.0/8", "10.9.0.0/16"] },
      to: "one more",
    },
    { of: "gateway.accessList.deny", set: { "gateway.accessList": { deny: ["10.9.0.0/16"] } }, to: "a list" },
    { of: "gateway.zoneId", set: { "gateway.zoneId": "cn-hangzhou-MAZ3(j,k)" } },
    { of: "gateway.existing", set: { gateway: { existing: made("instance") } }, to: "an instance" },
    {
      of: "gateway.subscription.period gateway.subscription.duration",
      set: {
        gateway: { zoneId: "cn-hangzhou-MAZ1(h,i)", subscription: { period: "month", duration: 1 } },
      },
      to: "1 month",
    },
    { of: "gateway", set: { gateway: "shared" }, to: "shared" },
    {
      of: "group.instanceId",
      set: { gateway: undefined, "group.instanceId": made("instance") },
      to: "an instance",
    },
  ],
  domains: [
    {
      of: "domains",
      set: { "domains.1": { domain: "web.example.com", dns: { domain: "example.com" } } },
      to: "one more",
    },
    { of: "domains", set: { "domains.1": undefined }, to: "one less" },
    { of: "domains[].dns.ttl", set: { "domains.0.dns.ttl": 900 } },
    { of: "domains[].waitSeconds", set: { "domains.0.waitSeconds": 60 } },
    {
      of: "domains[].certificate.body domains[].certificate.privateKey",
      set: { "domains.0.certificate": certificate("second") },
      to: "another certificate",
    },
    {
      of: "domains[].certificate.id",
      set: { "domains.0.certificate": { id: made("certificate") } },
      to: "a stored certificate",
    },
    { of: "domains[].stage", set: { "domains.0.stage": "any" } },
    {
      of: "domains[].domain domains[].dns.domain",
      set: { "domains.0.domain": "api.shop.example.com", "domains.0.dns": { domain: "shop.example.com" } },
      to: "api.shop.example.com in shop.example.com",
    },
    { of: "domains[].dns", set: { "domains.0.dns": false } },
    {
      of: "domains[].network",
      set: { "domains.0.dns": undefined, "domains.0.network": "intranet" },
      to: "intranet",
    },
    {
      of: "domains[].patterns",
      set: { "domains.0": { domain: "*.example.com", dns: { domain: "example.com" } } },
      to: "a wildcard",
    },
    { of: "domains[].patterns", set: { "domains.0.patterns": ["{shop}-web.example.com"] } },
  ],
  plugins: [
    { of: "throttling.perApi", set: { "throttling.perApi": 6_000 } },
    { of: "throttling.perApp", set: { "throttling.perApp": 5_000 } },
    { of: "throttling.apps", set: { "throttling.apps": { shop_web: 4_000 } } },
    { of: "cors.origins", set: { "cors.origins": ["https://web.example.com"] } },
    { of: "cors.methods", set: { "cors.methods": ["GET", "POST"] } },
    { of: "cors.headers", set: { "cors.headers": ["X-Token", "Authorization"] } },
    { of: "cors.exposeHeaders", set: { "cors.exposeHeaders": ["X-Total"] } },
    { of: "cors.maxAge", set: { "cors.maxAge": 60 } },
    { of: "ipAccess.allow", set: { "ipAccess.allow": ["127.0.0.0/8", "10.0.0.0/8"] } },
    { of: "ipAccess.forwardedFor", set: { "ipAccess.forwardedFor": -1 } },
    { of: "ipAccess.deny", set: { ipAccess: { deny: ["10.9.0.0/16"] } } },
    { of: "ipAccess", set: { ipAccess: { RELEASE: { deny: ["10.9.0.0/16"] } } }, to: "by environment" },
    { of: "jwt.parameter", set: { "jwt.parameter": "X-Other-Token" } },
    { of: "jwt.claims", set: { "jwt.claims": { sub: "X-Caller", jti: "X-Id" } } },
    {
      of: "jwt.claims[].parameter jwt.claims[].location",
      set: { "jwt.claims.sub": { parameter: "caller", location: "query" } },
    },
    { of: "jwt.jwk.kid jwt.jwk.k", set: { "jwt.jwk": keys.second }, to: "another secret" },
    { of: "jwt.jwk.use", set: { "jwt.jwk.use": undefined }, to: "none" },
    { of: "jwt.jwk.kty jwt.jwk.alg jwt.jwk.n jwt.jwk.e", set: { "jwt.jwk": keys.rsa }, to: "an RSA key" },
    { of: "jwt.jwk.crv jwt.jwk.x jwt.jwk.y", set: { "jwt.jwk": keys.ec }, to: "an EC key" },
    { of: "jwt.jwks", set: { "jwt.jwk": undefined, "jwt.jwks": [keys.first, keys.second] }, to: "two keys" },
    { of: "errorMapping.condition", set: { "errorMapping.condition": "$status = 404 or $status = 405" } },
    {
      of: "errorMapping.parameters errorMapping.code",
      set: {
        "errorMapping.parameters": { code: "StatusCode" },
        "errorMapping.condition": "$code = 404",
        "errorMapping.code": "code",
      },
    },
    { of: "errorMapping.mappings", set: { "errorMapping.mappings": { "404": { status: 403 } } } },
    {
      of: "errorMapping.default.status errorMapping.default.message",
      set: { "errorMapping.default": { status: 502, message: "broken" } },
    },
    {
      of: "plugins[].document",
      set: { "plugins.own.document": accessRules("POST") },
      to: "another document",
    },
    { of: "plugins[].stages", set: { "plugins.own.stages": ["RELEASE"] } },
    {
      of: "plugins[].type",
      set: { errorMapping: undefined, "plugins.own": { type: "errorMapping", document: errorDocument() } },
      to: "errorMapping",
    },
    {
      of: "plugins",
      set: { "plugins.more": { type: "accessControl", document: accessRules("GET") } },
      to: "one more",
    },
    {
      of: "routes[].plugins.plugins",
      set: {
        "routes.get-home.plugins.plugins": { route: { type: "accessControl", document: accessRules("GET") } },
      },
    },
    {
      of: "routes[].plugins.ipAccess",
      set: { "routes.get-home.plugins.ipAccess": { allow: ["127.0.0.1"] } },
    },
    {
      of: "routes[].plugins.jwt",
      set: { "routes.get-home.plugins.jwt": { parameter: "X-Token", jwk: keys.first } },
    },
    {
      of: "routes[].plugins.errorMapping",
      set: {
        "plugins.own": undefined,
        "routes.get-home.plugins.errorMapping": {
          ...{ parameters: { status: "StatusCode" }, condition: "$status = 404", default: { status: 410 } },
        },
      },
    },
    { of: "jwt", set: { jwt: { RELEASE: { parameter: "X-Token", jwk: keys.first } } }, to: "by environment" },
    {
      of: "errorMapping",
      set: {
        errorMapping: {
          RELEASE: {
            parameters: { status: "StatusCode" },
            condition: "$status = 404",
            default: { status: 410 },
          },
        },
      },
      to: "by environment",
    },
  ],
  api: [
    { of: "host", set: { host: "shop.internal" } },
    { of: "publication.stage", set: { publication: { stage: "PRE" } }, to: "PRE" },
    { of: "publication.stages", set: { publication: { stages: { RELEASE: {}, TEST: {} } } }, to: "two" },
    { of: "routes", set: { "routes.get-more": { path: "/more", backend: { path: "/a" } } }, to: "one more" },
    { of: "routes", set: { "routes.get-more": undefined }, to: "one less" },
    { of: "routes[].path", set: { "routes.get-home.path": "/start" } },
    {
      of: "routes[].method",
      set: { "routes.get-home.method": "ANY", "routes.get-home.backend.method": "GET" },
    },
    { of: "routes[].backend.method", set: { "routes.get-home.backend.method": undefined } },
    { of: "routes[].backend.path", set: { "routes.get-home.backend.path": "/a" } },
    { of: "routes[].backend.timeout", set: { "routes.get-home.backend.timeout": 3_000 } },
    { of: "routes[].protocols", set: { "routes.get-home.protocols": ["HTTP", "HTTPS"] } },
    { of: "routes[].description", set: { "routes.get-home.description": "The home page" } },
    { of: "routes[].stages", set: { "routes.get-item.stages": ["RELEASE"] } },
    {
      of: "routes[].formerName",
      set: {
        "routes.get-open": undefined,
        "routes.get-shown": {
          path: "/open",
          auth: "anonymous",
          backend: { path: "/a" },
          formerName: "get-open",
        },
      },
      to: "a route is renamed",
    },
    {
      of: "routes[].mode",
      set: { "routes.get-home.mode": "mapping", "routes.get-home.parameters": { size: { in: "query" } } },
      to: "mapping",
    },
    {
      of: "routes[].parameters",
      set: { "routes.get-item.parameters.page": { in: "query" } },
      to: "one more",
    },
    { of: "routes[].parameters[].in", set: { "routes.get-item.parameters.size.in": "header" } },
    { of: "routes[].parameters[].required", set: { "routes.get-item.parameters.size.required": false } },
    { of: "routes[].parameters[].type", set: { "routes.get-item.parameters.size.type": "int" } },
    { of: "routes[].parameters[].default", set: { "routes.get-item.parameters.size.default": 10 } },
    {
      of: "routes[].parameters[].description",
      set: { "routes.get-item.parameters.size.description": "How many" },
    },
    {
      of: "routes[].parameters[].backend.in routes[].parameters[].backend.name",
      set: { "routes.get-item.parameters.size.backend": { in: "query", name: "limit" } },
    },
    {
      of: "routes[].constantParameters",
      set: { "routes.get-item.constantParameters.more": { in: "query", value: "1" } },
      to: "one more",
    },
    {
      of: "routes[].constantParameters[].in",
      set: { "routes.get-item.constantParameters.source.in": "query" },
    },
    {
      of: "routes[].constantParameters[].value",
      set: { "routes.get-item.constantParameters.source.value": "web" },
    },
    {
      of: "routes[].constantParameters[].description",
      set: { "routes.get-item.constantParameters.source.description": "Where from" },
    },
    {
      of: "routes[].systemParameters.CaClientIp.in routes[].systemParameters.CaClientIp.name",
      set: { "routes.get-item.systemParameters.CaClientIp": { in: "query", name: "ip" } },
    },
    ...["Domain", "RequestHandleTime", "AppId", "RequestId", "ApiName", "HttpSchema", "Proxy"].map(
      (name) => ({
        of: `routes[].systemParameters.Ca${name}`,
        set: {
          [`routes.get-item.systemParameters.Ca${name}`]: { in: "header", name: `x-${name.toLowerCase()}` },
        },
      }),
    ),
    { of: "routes[].response.example", set: { "routes.get-home.response": { example: { id: 1 } } } },
    { of: "routes[].response.failExample", set: { "routes.get-home.response.failExample": { error: "no" } } },
    {
      of: "routes[].response.errors",
      set: { "routes.get-home.response.errors": [{ code: "404", message: "not found" }] },
      to: "one more",
    },
    ...["code", "message", "description", "model"].map((name) => ({
      of: `routes[].response.errors[].${name}`,
      set: { [`routes.get-home.response.errors.0.${name}`]: name === "code" ? "410" : `another ${name}` },
    })),
    {
      of: "routes[].backend.mock.body",
      set: { "routes.get-mock": { path: "/mock", auth: "anonymous", backend: { mock: { body: "mocked" } } } },
      to: "a mock",
    },
    { of: "routes[].backend.mock.body", set: { "routes.get-mock.backend.mock.body": "mocked again" } },
    { of: "defaults.protocols", set: { "defaults.protocols": ["HTTP", "HTTPS"] } },
    {
      of: "defaults.auth",
      set: { "defaults.auth": "anonymous", "routes.get-home.auth": "app" },
      to: "anonymous",
    },
    { of: "defaults.timeout", set: { "defaults.timeout": 5_000 } },
    { of: "apps", set: { "apps.shop_more": {} }, to: "one more" },
    { of: "apps", set: { "apps.shop_more": undefined }, to: "one less" },
    { of: "apps[].routes", set: { "apps.shop_batch.routes": ["get-home"] } },
    { of: "apps[].stages", set: { "apps.shop_web.stages": ["RELEASE"] } },
    { of: "apps[].description", set: { "apps.shop_web.description": "The web shop" } },
    { of: "apps[].expires", set: { "apps.shop_web.expires": "2099-01-31T00:00:00Z" } },
    { of: "apps[].credentials.appCode", set: { "apps.shop_web.credentials.appCode": "0123456789abcdef" } },
    {
      of: "apps[].credentials.appCode.rotation",
      set: { "apps.shop_web.credentials.appCode": { rotation: "first" } },
      to: "a generated one",
    },
    {
      of: "apps[].credentials.appCode.rotation",
      set: { "apps.shop_web.credentials.appCode.rotation": "second" },
    },
    { of: "apps[].credentials.appKey", set: { "apps.shop_web.credentials.appKey": "sweep-key-0001" } },
    {
      of: "apps[].credentials.appSecret",
      set: { "apps.shop_web.credentials.appSecret": "0123456789abcdef-secret" },
    },
    { of: "apps[].credentials.keepPrevious", set: { "apps.shop_web.credentials.keepPrevious": false } },
    { of: "readiness.waitSeconds", set: { "readiness.waitSeconds": 120 } },
    { of: "readiness.route", set: { "readiness.route": "get-home" } },
    { of: "readiness.app", set: { "readiness.app": "shop_batch" } },
    { of: "group.description", set: { "group.description": "Of the sweep" } },
    { of: "group.groupName", set: { "group.groupName": "sweep_renamed" } },
    { of: "group.basePath", set: { "group.basePath": "/v2" } },
    { of: "publication.remarks", set: { "publication.remarks": "Of the sweep" } },
    { of: "publication.stages[].remarks", set: { "publication.stages.RELEASE.remarks": "For all" } },
    {
      of: "publication.stages[].promoted",
      set: { "publication.stages.RELEASE.promoted": versions("TEST") },
      to: "the versions of TEST",
    },
    {
      of: "publication.stages[].rolledBack",
      set: { "publication.stages.RELEASE": { rolledBack: versions("RELEASE") } },
      to: "those versions",
    },
    { of: "publication.stages", set: { "publication.stages": undefined }, to: "none" },
    { of: "accessLog", set: { accessLog: true } },
    { of: "accessLog.retentionDays", set: { accessLog: { retentionDays: 7 } } },
    { of: "accessLog.store", set: { "accessLog.store": "calls" } },
    { of: "accessLog.project", set: { "accessLog.project": "sweep-named" } },
    {
      of: "accessLog.existing accessLog.existing.project accessLog.existing.store",
      set: { accessLog: { existing: { project: made("first.project"), store: made("first.store") } } },
      to: "a Logstore",
    },
    {
      of: "accessLog.existing.project accessLog.existing.store",
      set: { accessLog: { existing: { project: made("second.project"), store: made("second.store") } } },
      to: "another Logstore",
    },
    { of: "accessLog", set: { accessLog: false } },
  ],
};

function errorDocument() {
  return {
    parameters: { status: "StatusCode" },
    errorCondition: "$status = 404",
    defaultMapping: { statusCode: 410 },
  };
}

/**
 * Arguments of components that stand by themselves, which `VpcApi` gives them: what else of its arguments changes
 * them. In `VpcApi` no argument changes those without one.
 */
export const givenByVpcApi: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Network: { instanceType: "service.instanceType", balancer: "balancer.kind", path: "" },
  NginxService: {
    vpcId: "network.cidrBlock",
    vswitchIds: "network.zones",
    vswitchKeys: "network.zones",
    zoneIds: "network.zones",
    ipv6: "network.ipv6",
  },
  ClassicLoadBalancer: {
    vswitchId: "network.cidrBlock",
    instances: "service.instances",
    "instances[].id": "service.pages",
    "instances[].key": "network.zones",
    servicePort: "service.port",
  },
  ApplicationLoadBalancer: {
    vpcId: "network.cidrBlock",
    vswitches: "network.vswitches",
    "vswitches[].id": "network.vswitches[].cidrBlock",
    "vswitches[].key": "network.vswitches[].zoneId",
    "vswitches[].zoneId": "network.vswitches[].zoneId",
    "vswitches[].cidrBlock": "network.vswitches[].cidrBlock",
    instances: "network.vswitches",
    "instances[].id": "network.vswitches[].cidrBlock",
    "instances[].primaryIpAddress": "network.vswitches[].cidrBlock",
    servicePort: "service.port",
    securityGroupId: "network.cidrBlock",
  },
  GatewayAccess: {
    existing: "access.accessName",
    accessName: "",
    vpcId: "network.cidrBlock",
    target: "service.existing.target",
    port: "balancer<clb>.port",
    instanceId: "gateway.zoneId",
    securityGroupId: "service.existing.securityGroupId",
    servicePort: "service.port",
    ipv6: "network.ipv6",
  },
  Routes: {
    groupId: "gateway.zoneId",
    accessName: "",
    republishOn: "service.existing.target",
    instanceId: "gateway.zoneId",
  },
  Publication: {
    groupId: "gateway.zoneId",
    routes: "routes",
    routeStages: "routes[].stages",
    "routes[].apiId": "gateway.zoneId",
    "routes[].revision": "routes[].path",
    "routes[].response.resultType": "routes[].response.contentType",
    "routes[].response.resultSample": "routes[].response.example",
    "routes[].response.failResultSample": "routes[].response.failExample",
    "routes[].response.errorCodeSamples": "routes[].response.errors",
    "routes[].response.errorCodeSamples[].code": "routes[].response.errors[].code",
    "routes[].response.errorCodeSamples[].message": "routes[].response.errors[].message",
    "routes[].response.errorCodeSamples[].description": "routes[].response.errors[].description",
    "routes[].response.errorCodeSamples[].model": "routes[].response.errors[].model",
  },
  CustomDomain: { groupId: "gateway.zoneId", subDomain: "gateway.zoneId", vpcDomain: "domains[].network" },
  Plugins: {
    prefix: "",
    groupId: "gateway.zoneId",
    stage: "publication.stage",
    stages: "publication.stages",
    "stages[].stage": "publication.stage",
    "stages[].apiIds": "routes",
    apiIds: "routes",
    appIds: "throttling.apps",
  },
  App: {
    appName: "apps",
    "authorization.groupId": "gateway.zoneId",
    "authorization.stage": "publication.stage",
    "authorization.apiIds": "routes",
    authorizations: "publication.stages",
  },
};
