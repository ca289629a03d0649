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
import { evaluate, type TestResource, unknown } from "../support/policyHarness";
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
  const findings = await evaluate([rule], resources, options);
  return findings.map(({ policy, resource, message }) =>
    policy === rule.name ? resource : message.replace(/^.*? not decided /, "undecided "),
  );
}

const group = (name: string) => one("group", name, { name });
const alb = one("alb", "alb", { addressType: "Internet" });

describe("reference by a known value", () => {
  const domain = one("domain", "domain", {
    groupId: { ref: "g", besides: ["h"] },
    domain: "api.example.com",
  });

  it("resolves to the resource with the value, not to all dependencies", async () => {
    const resources = [group("g"), group("h"), domain];
    assert.deepEqual(await found(apiGroupCustomDomainBound, { resources, created: true }), ["h"]);
  });

  it("resolves to the matching type only", async () => {
    const clb = one("clb", "clb");
    const access = one("access", "access", { instanceId: { ref: "clb", besides: ["alb"] } });
    const resources = [alb, clb, access];
    assert.deepEqual(await found(albBackendAddressTypeIntranet, { resources, created: true }), []);
  });

  it("resolves to its dependency if no resource has the value", async () => {
    const access = one("access", "access", { instanceId: { ref: "alb", output: "anotherName" } });
    const resources = [alb, access];
    assert.deepEqual(await found(albBackendAddressTypeIntranet, { resources, created: true }), ["alb"]);
  });
});

describe("configured domain binding", () => {
  const command = one("command", "bind", {
    environment: { GROUP: { ref: "g" }, OTHER: { ref: "h" }, DOMAIN: "api.example.com" },
  });
  const bindingType = (more: Record<string, string> = {}) => ({
    type: types.command,
    groupProperty: "environment.GROUP",
    domainProperty: "environment.DOMAIN",
    ...more,
  });
  const config = (rule: Rule, ...domainBindings: object[]) => ({ [rule.name]: { domainBindings } });

  it("uses the group of its property, and is undecided while that is unknown", async () => {
    const resources = [group("g"), group("h"), group("i"), command];
    const rule = apiGroupCustomDomainBound;
    const configured = { resources, config: config(rule, bindingType()) };
    assert.deepEqual(await found(rule, { ...configured, created: true }), ["h", "i"]);
    assert.deepEqual(await found(rule, configured), [
      "i",
      "undecided for g, h, because the group of bind is unknown at preview.",
    ]);
  });

  it("overrides a built-in type", async () => {
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

  it("may be one of several for a type", async () => {
    const rule = apiGroupCustomDomainBound;
    const none = bindingType({ groupProperty: "environment.ID", domainProperty: "environment.HOST" });
    const configured = { created: true, config: config(rule, bindingType(), none) };
    assert.deepEqual(await found(rule, { resources: [group("g"), group("h"), command], ...configured }), [
      "h",
    ]);
  });

  it("may be the group itself", async () => {
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

  it("have one log for each region", async () => {
    const rule = apiLogStoreConfigured;
    assert.deepEqual(await found(rule, { resources: [...groups, log(hangzhou)] }), ["h"]);
    assert.deepEqual(await found(rule, { resources: [...groups, log(again)] }), ["h"]);
    assert.deepEqual(await found(rule, { resources: [...groups, log(anywhere)] }), [
      "undecided for g, h, because the region of log is unknown.",
    ]);
  });

  it("can be exempt separately", async () => {
    const rule = apiLogStoreConfigured;
    const exemptions = [{ resource: "g", reason: "agreed", expires: "2026-01-01" }];
    const [first] = await found(rule, { resources: groups, config: { [rule.name]: { exemptions } } });
    assert.equal(first, "h");
  });

  it("do not match authorizations of another region", async () => {
    const rule = apiVpcBackendAuthorised;
    assert.deepEqual(await found(rule, { resources: [api, access(again)] }), []);
    assert.deepEqual(await found(rule, { resources: [api, access(beijing)] }), ["api"]);
    assert.deepEqual(await found(rule, { resources: [api, access(anywhere)] }), [
      "undecided for api, because the region of access is unknown.",
    ]);
  });

  it("do not match private addresses of another region", async () => {
    const zoned = { ...alb, props: { ...alb.props, zoneMappings: [{ intranetAddress: "10.0.0.7" }] } };
    const named = one("access", "access", { instanceId: "10.0.0.7" }, hangzhou);
    const rule = albBackendAddressTypeIntranet;
    assert.deepEqual(await found(rule, { resources: [{ ...zoned, ...again }, named] }), ["alb"]);
    assert.deepEqual(await found(rule, { resources: [{ ...zoned, ...beijing }, named] }), [
      'undecided for access, because its back end "10.0.0.7" is not in this stack.',
    ]);
  });

  it("match each other by ID", async () => {
    const named = one("access", "access", { instanceId: { ref: "alb" } }, hangzhou);
    const resources = [{ ...alb, ...beijing }, named];
    assert.deepEqual(await found(albBackendAddressTypeIntranet, { resources, created: true }), ["alb"]);
  });
});

describe("resources with the same name and different parents", () => {
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

  it("are different resources", async () => {
    assert.deepEqual(await found(vpcAccessSameNetwork, { resources: resources("first") }), []);
    assert.deepEqual(await found(vpcAccessSameNetwork, { resources: resources("second") }), ["access"]);
  });
});
