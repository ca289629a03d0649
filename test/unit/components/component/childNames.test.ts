import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ApiGroup, Routes, VpcApi } from "../../../../components";
import { deployToMocks } from "../../../../testing/mocks";

const network = { zones: ["cn-hangzhou-h", "cn-hangzhou-i"] };

const vpcApi = (name: string, route: string, opts?: pulumi.ComponentResourceOptions) =>
  new VpcApi(
    name,
    { network, group: { groupName: `${name}-group` }, routes: { [route]: "GET /items" }, apps: {} },
    opts,
  );

const routes = (name: string, route: string) =>
  new Routes(name, { groupId: "group", accessName: "access", routes: { [route]: "GET /items" } });

const messageOf = (program: () => unknown): Promise<string> =>
  deployToMocks(program).then(
    () => "",
    (error: Error) => error.message,
  );

describe("the names of children", () => {
  it("of two VpcApi that join to the same text are refused with both and the fix", async () => {
    const message = await messageOf(() => [vpcApi("shop", "api-list"), vpcApi("shop-api", "list")]);
    assert.equal(
      message,
      'VpcApi shop-api: nodes.api["list"] has the resource name "shop-api-list", which nodes.api["api-list"] of ' +
        'VpcApi shop also has. Rename one of the components, or the route "list" or "api-list".',
    );
  });

  it("of two components that join to the same text are refused in any order", async () => {
    const message = await messageOf(() => [routes("shop-api", "list"), routes("shop", "api-list")]);
    assert.match(
      message,
      /^Routes shop: nodes\.api\["api-list"\] .* nodes\.api\["list"\] of Routes shop-api /,
    );
  });

  it("of domains that join to the same text are refused", async () => {
    const withDomain = (name: string, domain: string) =>
      new VpcApi(name, {
        network,
        group: { groupName: `${name}-group` },
        routes: { [`${name}-list`]: "GET /items" },
        apps: {},
        domains: [{ domain, dns: { domain: "example.com" } }],
      });
    const message = await messageOf(() => [
      withDomain("shop", "eu-shop.example.com"),
      withDomain("shop-eu", "shop.example.com"),
    ]);
    assert.match(
      message,
      /^VpcApi shop-eu: nodes\.\w+\["shop\.example\.com.*"\] .* Rename one of the components\.$/,
    );
  });

  it("may be equal under parents of different types, as for the engine", async () => {
    class Shop extends pulumi.ComponentResource {}
    const program = () => {
      const parent = new Shop("test:index:Shop", "parent");
      return [vpcApi("shop", "api-list"), routes("shop-api", "list"), vpcApi("shop-api", "list", { parent })];
    };
    assert.equal(await messageOf(program), "");
  });

  it("may be equal for children of different kinds", async () => {
    const program = () => [
      vpcApi("shop", "api-group"),
      vpcApi("shop-api", "list"),
      new ApiGroup("shop-api", { groupName: "another" }),
    ];
    assert.equal(await messageOf(program), "");
  });

  it("do not conflict with those of the previous run of the process", async () => {
    assert.equal(await messageOf(() => routes("shop", "api-list")), "");
    assert.equal(await messageOf(() => routes("shop-api", "list")), "");
  });
});
