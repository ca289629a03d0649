import assert from "node:assert/strict";
import type { Rule } from "../../policy/core/rule";
import {
  albBackendAddressTypeIntranet,
  apiGroupCustomDomainBound,
  apiGroupDomainCertificate,
  apiLogStoreConfigured,
  apiVpcBackendAuthorised,
  vpcAccessSameNetwork,
} from "../../policy/rules";
import { judge, type TestResource, unknown } from "../support/policyHarness";
import type { Case } from "./matrix";

const types = {
  alb: "alicloud:alb/loadBalancer:LoadBalancer",
  clb: "alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer",
  access: "alicloud:apigateway/vpcAccess:VpcAccess",
  group: "alicloud:apigateway/group:Group",
  domain: "pulumi-nodejs:dynamic/alicloud-vpc-api:CustomDomain",
  comingDomain: "alicloud:apigateway/domain:Domain",
  command: "command:local:Command",
  api: "alicloud:apigateway/api:Api",
  log: "alicloud:apigateway/logConfig:LogConfig",
  network: "alicloud:vpc/network:Network",
} as const;

const one = (
  type: keyof typeof types,
  name: string,
  props: Record<string, unknown> = {},
  more: Partial<TestResource> = {},
): TestResource => ({ type: types[type], name, props, ...more });

/** What is found, as `resource: finds`. */
async function found(rule: Rule, { resources, ...options }: Omit<Case, "finds">): Promise<string[]> {
  const findings = await judge([rule], resources, options);
  return findings.map(({ policy, resource, message }) =>
    policy === rule.name ? resource : message.replace(/^.*? not decided /, "undecided "),
  );
}

const group = (name: string) => one("group", name, { name });
const alb = one("alb", "alb", { addressType: "Internet" });

describe("a value that is known", () => {
  const domain = one("domain", "domain", {
    groupId: { ref: "g", besides: ["h"] },
    domain: "api.example.com",
  });

  it("leads where it says, not to all that it was computed from", async () => {
    const resources = [group("g"), group("h"), domain];
    assert.deepEqual(await found(apiGroupCustomDomainBound, { resources, created: true }), ["h"]);
  });

  it("leads to none of a type when it is another's", async () => {
    const clb = one("clb", "clb");
    const access = one("access", "access", { instanceId: { ref: "clb", besides: ["alb"] } });
    const resources = [alb, clb, access];
    assert.deepEqual(await found(albBackendAddressTypeIntranet, { resources, created: true }), []);
  });

  it("leads where it comes from when it is nobody's", async () => {
    const access = one("access", "access", { instanceId: { ref: "alb", output: "anotherName" } });
    const resources = [alb, access];
    assert.deepEqual(await found(albBackendAddressTypeIntranet, { resources, created: true }), ["alb"]);
  });
});

describe("a binder of the team's own", () => {
  const command = one("command", "bind", {
    environment: { GROUP: { ref: "g" }, OTHER: { ref: "h" }, DOMAIN: "api.example.com" },
  });
  const binder = (more: Record<string, string> = {}) => ({
    type: types.command,
    groupProperty: "environment.GROUP",
    domainProperty: "environment.DOMAIN",
    ...more,
  });
  const config = (rule: Rule, ...binders: object[]) => ({ [rule.name]: { binders } });

  it("leads to the group of its own property, and says so as long as it cannot be told", async () => {
    const resources = [group("g"), group("h"), group("i"), command];
    const rule = apiGroupCustomDomainBound;
    const configured = { resources, config: config(rule, binder()) };
    assert.deepEqual(await found(rule, { ...configured, created: true }), ["h", "i"]);
    assert.deepEqual(await found(rule, configured), [
      "i",
      "undecided for g, h, because the group that bind binds a domain to is not known yet.",
    ]);
  });

  it("may say more of a type that is known", async () => {
    const domain = one("comingDomain", "domain", {
      groupId: { ref: "g" },
      domainName: "api.example.com",
      certificateName: "",
    });
    const own = {
      type: types.comingDomain,
      groupProperty: "groupId",
      domainProperty: "domainName",
      certificateProperty: "certificateName",
    };
    const rule = apiGroupDomainCertificate;
    assert.deepEqual(await found(rule, { resources: [group("g"), domain], config: config(rule, own) }), [
      "domain",
    ]);
  });

  it("may be one of several of a type", async () => {
    const rule = apiGroupCustomDomainBound;
    const none = binder({ groupProperty: "environment.ID", domainProperty: "environment.HOST" });
    const configured = { created: true, config: config(rule, binder(), none) };
    assert.deepEqual(await found(rule, { resources: [group("g"), group("h"), command], ...configured }), [
      "h",
    ]);
  });

  it("may be a group itself", async () => {
    const rule = apiGroupCustomDomainBound;
    const itself = { type: types.group, groupProperty: "id", domainProperty: "userDomain" };
    const resources = [one("group", "g", { name: "g", userDomain: "api.example.com" }), group("h")];
    const configured = { created: true, config: config(rule, itself) };
    assert.deepEqual(await found(rule, { resources, ...configured }), ["h"]);
  });
});

describe("resources of two regions", () => {
  const [hangzhou, beijing] = ["cn-hangzhou", "cn-beijing"].map((region) => ({
    provider: { name: region, region },
  }));
  const anywhere = { provider: { name: "anywhere", region: unknown } };
  const again = { provider: { name: "again", region: "cn-hangzhou" } };
  const log = (more: Partial<TestResource> = {}) =>
    one("log", "log", { logType: "PROVIDER", slsProject: "shop", slsLogStore: "calls" }, more);
  const api = one(
    "api",
    "api",
    { serviceType: "HTTP-VPC", httpVpcServiceConfig: { name: "shop" } },
    hangzhou,
  );
  const access = (more: Partial<TestResource> = {}) => one("access", "access", { name: "shop" }, more);
  const groups = [one("group", "g", { name: "g" }, hangzhou), one("group", "h", { name: "h" }, beijing)];

  it("have a log each", async () => {
    const rule = apiLogStoreConfigured;
    assert.deepEqual(await found(rule, { resources: [...groups, log(hangzhou)] }), ["h"]);
    assert.deepEqual(await found(rule, { resources: [...groups, log(again)] }), ["h"]);
    assert.deepEqual(await found(rule, { resources: [...groups, log(anywhere)] }), [
      "undecided for g, h, because the region of log is not known.",
    ]);
  });

  it("are exempt one by one", async () => {
    const rule = apiLogStoreConfigured;
    const exemptions = [{ resource: "g", reason: "agreed", expires: "2026-01-01" }];
    const [first] = await found(rule, { resources: groups, config: { [rule.name]: { exemptions } } });
    assert.equal(first, "h");
  });

  it("do not name each other's authorizations", async () => {
    const rule = apiVpcBackendAuthorised;
    assert.deepEqual(await found(rule, { resources: [api, access(again)] }), []);
    assert.deepEqual(await found(rule, { resources: [api, access(beijing)] }), ["api"]);
    assert.deepEqual(await found(rule, { resources: [api, access(anywhere)] }), [
      "undecided for api, because the region of access is not known.",
    ]);
  });

  it("may have the same private addresses", async () => {
    const zoned = { ...alb, props: { ...alb.props, zoneMappings: [{ intranetAddress: "10.0.0.7" }] } };
    const named = one("access", "access", { instanceId: "10.0.0.7" }, hangzhou);
    const rule = albBackendAddressTypeIntranet;
    assert.deepEqual(await found(rule, { resources: [{ ...zoned, ...again }, named] }), ["alb"]);
    assert.deepEqual(await found(rule, { resources: [{ ...zoned, ...beijing }, named] }), []);
  });

  it("refer to each other by id", async () => {
    const named = one("access", "access", { instanceId: { ref: "alb" } }, hangzhou);
    const resources = [{ ...alb, ...beijing }, named];
    assert.deepEqual(await found(albBackendAddressTypeIntranet, { resources, created: true }), ["alb"]);
  });
});

describe("networks of one name below two parents", () => {
  const shops = ["first", "second"].map((parent) => ({
    type: `shop:index:${parent}`,
    name: parent,
    props: {},
  }));
  const networks = shops.map(({ name: parent }) =>
    one("network", "network", {}, { parent, key: `${parent} network` }),
  );
  const resources = (ofAlb: string) => [
    ...shops,
    ...networks,
    one("alb", "alb", { vpcId: { ref: `${ofAlb} network` } }),
    one("access", "access", { vpcId: { ref: "first network" }, instanceId: { ref: "alb" } }),
  ];

  it("are two", async () => {
    assert.deepEqual(await found(vpcAccessSameNetwork, { resources: resources("first") }), []);
    assert.deepEqual(await found(vpcAccessSameNetwork, { resources: resources("second") }), ["access"]);
  });
});
