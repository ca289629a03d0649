import * as alicloud from "@pulumi/alicloud";
import type * as pulumi from "@pulumi/pulumi";
import {
  ClassicLoadBalancer,
  GatewayAccess,
  GatewayInstance,
  Network,
  NginxService,
} from "../../../components";
import { TestAuthority, type TestCertificate } from "../testCertificates";
import { keys } from "./tokens";

/** Arguments of `VpcApi` while a scenario changes them. */
// biome-ignore lint/suspicious/noExplicitAny: a path may lead anywhere
export type Args = Record<string, any>;

/** What a program makes beside the `VpcApi`, by name, for arguments that take something that exists. */
export type Around = Record<string, pulumi.Input<string>>;

/** A value of an argument; of what the program itself makes, a function. */
export type Value = unknown | ((around: Around) => unknown);

/** A stack that arguments are changed on, one after the other. */
export interface Scenario {
  /** What it is about, for readers. */
  about: string;
  /** The arguments that it starts with. */
  args: Args;
  /** What is made beside it. */
  around?: () => Around;
  /** The paths of declarations whose changes belong here. */
  owns: RegExp;
  /** Entries of lists and maps that `[]` stands for, by the path before it. */
  entries?: Readonly<Record<string, string>>;
}

const pages = { "index.html": "home", a: "page a", "items/1": "item 1" };
const app = { apps: { shop_web: {} } };
const home = { "get-home": { path: "/home", backend: { path: "/" } } };

/** The smallest service behind the gateway: one instance without a balancer. */
const small = {
  network: { zones: ["cn-hangzhou-h"] },
  service: { pages },
  balancer: { kind: "none" },
  routes: home,
  ...app,
};

/** Certificates by name, with the authority that signed them. */
const issued: Record<string, TestCertificate> = {};
export let certificateAuthority = "";

/** Has to be awaited before the scenarios are used. */
export async function issueCertificates(): Promise<void> {
  const authority = new TestAuthority();
  issued.first = await authority.issue(["api.example.com"]);
  issued.second = await authority.issue([
    "api.example.com",
    "shop.example.com",
    "api.shop.example.com",
    "*.example.com",
  ]);
  certificateAuthority = await authority.cert;
}

/** Read when a program runs: nothing is issued for a list of what there is. */
export const certificate = (name: string): TestCertificate => ({
  get body() {
    return issued[name]?.body ?? "";
  },
  get privateKey() {
    return issued[name]?.privateKey ?? "";
  },
});

/** Two VPCs, in each a service on two ports behind two balancers, and two security groups that its instances are in. */
function existingThings(): Around {
  return Object.assign({}, ...["first", "second"].map(existingService));
}

function existingService(name: string, index: number): Around {
  const network = new Network(name, { cidrBlock: `10.${index}.0.0/16`, zones: 2 });
  const { vpcId } = network;
  const [vswitch, otherVSwitch] = network.vswitches;
  if (!vswitch || !otherVSwitch) throw new Error("The network has too few vSwitches.");
  const other = new alicloud.ecs.SecurityGroup(`${name}-other`, { vpcId });
  const nginxConfig = [80, 8088].map((port) => `server { listen ${port}; root /srv/www; }`).join("\n");
  const service = new NginxService(name, {
    ...{ vpcId, vswitchIds: [vswitch.id], instances: 2, pages, nginxConfig },
    transform: {
      instance: (args) => {
        const [own] = args.securityGroups as pulumi.Input<string>[];
        args.securityGroups = [own as pulumi.Input<string>, other.id];
      },
    },
  });
  const balancers = [80, 8088].map(
    (servicePort) =>
      new ClassicLoadBalancer(`${name}-${servicePort}`, {
        ...{ vswitchId: vswitch.id, instances: service.instances, servicePort },
        port: servicePort + 100,
      }),
  );
  const [one, two] = service.instances;
  const [balancer, otherBalancer] = balancers;
  if (!one || !two || !balancer || !otherBalancer) throw new Error("The service is not whole.");
  return {
    [`${name}.vpc`]: vpcId,
    [`${name}.vswitch`]: vswitch.id,
    [`${name}.otherVSwitch`]: otherVSwitch.id,
    [`${name}.instance`]: one.id,
    [`${name}.otherInstance`]: two.id,
    [`${name}.address`]: one.primaryIpAddress,
    [`${name}.balancer`]: balancer.loadBalancerId,
    [`${name}.otherBalancer`]: otherBalancer.loadBalancerId,
    [`${name}.group`]: service.securityGroupId,
    [`${name}.otherGroup`]: other.id,
  };
}

function logs(): Around {
  return Object.assign(
    {},
    ...["first", "second"].map((name) => {
      const project = new alicloud.log.Project(name, { projectName: `sweep-${name}` });
      const store = new alicloud.log.Store(name, {
        projectName: project.projectName,
        logstoreName: `${name}-store`,
      });
      return { [`${name}.project`]: project.projectName, [`${name}.store`]: store.logstoreName };
    }),
  );
}

/** The value of a name of what is made beside the `VpcApi`. */
export const made = (name: string) => (around: Around) => around[name];

/** An authorization of each of the services that exist. */
function sharedThings(): Around {
  const around = existingThings();
  for (const name of ["first", "second"]) {
    const access = new GatewayAccess(name, {
      accessName: `sweep-${name}`,
      vpcId: around[`${name}.vpc`] as pulumi.Input<string>,
      target: around[`${name}.balancer`] as pulumi.Input<string>,
      securityGroupId: around[`${name}.group`] as pulumi.Input<string>,
      ...{ port: 180, servicePort: 80 },
    });
    around[`${name}.accessName`] = access.accessName;
    around[`${name}.accessId`] = access.accessId;
  }
  return around;
}

/** What `VpcApi` is told of one of these authorizations. */
export const sharedAccess = (name: string) => ({
  accessName: made(`${name}.accessName`),
  accessId: made(`${name}.accessId`),
  target: made(`${name}.balancer`),
  port: 180,
  securityGroupId: made(`${name}.group`),
  servicePort: 80,
  instanceId: "api-shared-vpc-001",
});

/** By name. The first that owns a declaration changes it. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  alb: {
    about: "two instances behind an ALB, in vSwitches that are named one by one",
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
    about: "a service that exists",
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
    about: "a VPC access authorization that exists",
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
      gateway: { zoneId: "cn-hangzhou-MAZ1(h,i)" },
      group: { groupName: "sweep_dedicated" },
    },
    around: () => ({
      instance: new GatewayInstance("other", { zoneId: "cn-hangzhou-MAZ2(i,j)" }).instanceId,
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

/** Rules of an accessControl plug-in that let a method in. */
export function accessRules(method: string) {
  return {
    parameters: { method: "Method" },
    rules: [{ name: "readers", condition: `$method = '${method}'`, ifTrue: "ALLOW" }],
  };
}
