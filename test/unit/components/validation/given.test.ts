import assert from "node:assert/strict";
import * as alicloud from "@pulumi/alicloud";
import * as pulumi from "@pulumi/pulumi";
import { openApiFromRoutes, VpcApi, type VpcApiArgs } from "../../../../components";
import { withoutUndefined } from "../../../../components/validation/given";
import { deployToMocks, findInputs } from "../../../../testing/mocks";

/** A key without a value, as a program has it that decides by a condition. */
const nothing = undefined as never;

const plain: VpcApiArgs = {
  network: { zones: ["cn-hangzhou-h", "cn-hangzhou-i"], ipv6: true },
  balancer: { kind: "alb" },
  group: { groupName: "shop" },
  routes: {
    "get-home": { path: "/", backend: { timeout: 500 } },
    "get-mock": { path: "/m", backend: { mock: { body: "{}" } } },
  },
  apps: { shop_frontend: {} },
  domains: [{ domain: "api.example.com", dns: { domain: "example.com" } }],
};

const withNothing: VpcApiArgs = {
  network: { ...plain.network, vswitches: nothing },
  balancer: { kind: "alb", ipv6: nothing, port: nothing },
  gateway: nothing,
  group: { groupName: "shop", vpcIntranetEnable: nothing, instanceId: nothing },
  routes: {
    "get-home": {
      path: "/",
      method: nothing,
      protocols: nothing,
      auth: nothing,
      backend: { timeout: 500, path: nothing, method: nothing },
    },
    "get-mock": { path: "/m", backend: { mock: { body: "{}" }, path: nothing, timeout: nothing } },
  },
  defaults: { auth: nothing, protocols: nothing, timeout: nothing, appCode: nothing },
  apps: { shop_frontend: { routes: nothing, expires: nothing, credentials: nothing } },
  domains: [
    { domain: "api.example.com", dns: { domain: "example.com", ttl: nothing }, certificate: nothing },
  ],
  throttling: nothing,
};

describe("a key with the value undefined", () => {
  it("counts as not set at every depth", async () => {
    const registered = async (args: VpcApiArgs) =>
      (await deployToMocks(() => new VpcApi("shop", args))).resources;
    assert.deepEqual(await registered(withNothing), await registered(plain));
    const apis = findInputs(await registered(withNothing), alicloud.apigateway.Api);
    assert.equal(apis["shop-get-home"]?.authType, "APP");
  });

  it("counts as not set for the OpenAPI functions", () => {
    const settings = { title: "shop", version: "1" };
    const routes = { "get-home": { path: "/", protocols: nothing } };
    const defaults = { auth: nothing, protocols: nothing };
    assert.deepEqual(
      openApiFromRoutes(routes, { ...settings, defaults }),
      openApiFromRoutes({ "get-home": "/" }, settings),
    );
  });

  it("stays in transform and in objects that are not plain", () => {
    const output = pulumi.output({ a: undefined });
    const transform = { instance: { keyName: undefined } };
    const list = [undefined, { b: undefined }];
    assert.deepEqual(withoutUndefined({ transform, output, list, none: undefined }), {
      transform,
      output,
      list: [undefined, {}],
    });
    assert.equal(withoutUndefined({ output }).output, output);
    const round: Record<string, unknown> = {};
    round.self = round;
    assert.equal((withoutUndefined({ round }).round.self as Record<string, unknown>).self, round);
  });
});
