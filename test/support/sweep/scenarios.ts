import * as alicloud from "@pulumi/alicloud";
import { GatewayInstance } from "../../../components";
import { type Around, existingThings, logs, made, pages, sharedAccess, sharedThings } from "./around";
import { certificate } from "./certificates";
import { keys } from "./tokens";

/** Arguments of `VpcApi` while a scenario changes them. */
// biome-ignore lint/suspicious/noExplicitAny: a path may lead anywhere
export type Args = Record<string, any>;

/** A stack whose arguments are changed one after the other. */
export interface Scenario {
  /** Description for readers. */
  about: string;
  /** The initial arguments. */
  args: Args;
  /** Resources beside the `VpcApi`. */
  around?: () => Around;
  /** Paths of the declarations that this scenario changes. */
  owns: RegExp;
  /** Entries of lists and maps for `[]`, by the path before it. */
  entries?: Readonly<Record<string, string>>;
}

const app = { apps: { shop_web: {} } };
const home = { "get-home": { path: "/home", backend: { path: "/" } } };

/** The smallest service behind the gateway: one instance without a load balancer. */
const small = {
  network: { zones: ["cn-hangzhou-h"] },
  service: { pages },
  balancer: { kind: "none" },
  routes: home,
  ...app,
};

/** Scenarios by name. The first one that owns a declaration changes it. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  alb: {
    about: "two instances behind an ALB, with listed vSwitches",
    args: {
      network: {
        vswitches: [
          { zoneId: "cn-hangzhou-h", cidrBlock: "172.16.0.0/24" },
          { zoneId: "cn-hangzhou-i", cidrBlock: "172.16.1.0/24" },
        ],
      },
      service: { pages },
      balancer: { kind: "alb" },
      group: { groupName: "sweep_alb" },
      routes: home,
      ...app,
    },
    owns: /^(balancer<alb>|network\.vswitches)/,
    entries: { "network.vswitches": "1" },
  },
  existing: {
    about: "an existing service",
    args: {
      network: { existing: { vpcId: made("first.vpc") } },
      service: {
        existing: {
          target: made("first.balancer"),
          port: 180,
          servicePort: 80,
          securityGroupId: made("first.group"),
        },
      },
      group: { groupName: "sweep_existing" },
      routes: home,
      ...app,
    },
    around: existingThings,
    owns: /^(network\.existing|service\.existing)/,
    entries: { "service.existing.instances": "0" },
  },
  shared: {
    about: "an existing VPC access authorization",
    args: {
      access: sharedAccess("first"),
      group: { groupName: "sweep_shared" },
      routes: home,
      ...app,
    },
    around: sharedThings,
    owns: /^access($|\.)/,
  },
  dedicated: {
    about: "a dedicated gateway instance",
    args: {
      ...small,
      gateway: { zoneId: "cn-hangzhou-MAZ6(i,j,k)" },
      group: { groupName: "sweep_dedicated" },
    },
    around: () => ({
      instance: new GatewayInstance("other", { zoneId: "cn-hangzhou-MAZ5(g,h)" }).instanceId,
    }),
    owns: /^(gateway|group\.instanceId)/,
  },
  domains: {
    about: "domains with certificates and DNS records",
    args: {
      ...small,
      group: { groupName: "sweep_domains" },
      domains: [
        { domain: "api.example.com", dns: { domain: "example.com" }, certificate: certificate("first") },
      ],
    },
    around: () => {
      const { body, privateKey } = certificate("second");
      const stored = new alicloud.cas.ServiceCertificate("stored", {
        ...{ certificateName: "sweep", cert: body, key: privateKey },
      });
      return { certificate: stored.id };
    },
    owns: /^domains/,
    entries: { domains: "0" },
  },
  plugins: {
    about: "every plug-in",
    args: {
      ...small,
      group: { groupName: "sweep_plugins" },
      throttling: { perApi: 5_000, perApp: 4_000, apps: { shop_web: 3_000 } },
      cors: { origins: ["https://shop.example.com"] },
      ipAccess: { allow: ["127.0.0.0/8"] },
      jwt: {
        parameter: "X-Token",
        jwk: keys.first,
        claims: { sub: "X-Caller" },
      },
      errorMapping: {
        parameters: { status: "StatusCode" },
        condition: "$status = 404",
        code: "status",
        mappings: { "404": { status: 410, message: "gone" } },
        default: { status: 500 },
      },
      plugins: { own: { type: "accessControl", document: accessRules("GET") } },
    },
    owns: /^(throttling|cors|ipAccess|jwt|errorMapping|plugins|routes\[\]\.plugins)/,
    entries: { routes: "get-home", plugins: "own", "errorMapping.mappings": "404", "jwt.claims": "sub" },
  },
  api: {
    about: "APIs, apps, publication and access log",
    args: {
      ...small,
      group: { groupName: "sweep_api" },
      routes: {
        "get-home": { path: "/home", backend: { path: "/" } },
        "get-item": {
          path: "/items/[id]",
          mode: "mapping",
          parameters: { size: { in: "query" } },
          constantParameters: { source: { in: "header", value: "gateway" } },
          systemParameters: { CaClientIp: { in: "header", name: "x-client-ip" } },
        },
        "get-open": { path: "/open", auth: "anonymous", backend: { path: "/a" } },
      },
      apps: { shop_web: {}, shop_batch: {} },
    },
    around: logs,
    owns: /^(host|accessLog|group|routes|defaults|publication|apps|readiness)/,
    entries: {
      routes: "get-home",
      apps: "shop_web",
      "routes[].parameters": "size",
      "routes[].constantParameters": "source",
      "routes[].response.errors": "0",
      "publication.stages": "RELEASE",
    },
  },
  clb: {
    about: "two instances behind a CLB",
    args: {
      network: { zones: ["cn-hangzhou-h", "cn-hangzhou-i"] },
      service: { pages, port: 8080 },
      group: { groupName: "sweep_clb" },
      routes: home,
      ...app,
    },
    around: () => ({ keyPair: new alicloud.ecs.EcsKeyPair("sweep", { keyPairName: "sweep" }).id }),
    owns: /^/,
  },
};

/** Rules of an accessControl plug-in that allow a method. */
export function accessRules(method: string) {
  return {
    parameters: { method: "Method" },
    rules: [{ name: "readers", condition: `$method = '${method}'`, ifTrue: "ALLOW" }],
  };
}
