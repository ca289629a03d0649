import assert from "node:assert/strict";
import * as alicloud from "@pulumi/alicloud";
import * as pulumi from "@pulumi/pulumi";
import { deployToMocks, inputsOf } from "alicloud-vpc-api-testing";
import { createShop } from "../shop";

describe("the shop, against mocks", () => {
  it("lets only the front end read items, within three seconds", async () => {
    const { resources } = await deployToMocks(createShop);
    const apis = inputsOf(resources, alicloud.apigateway.Api);
    assert.equal(apis["shop-get-home"]?.authType, "ANONYMOUS");
    assert.equal(apis["shop-get-item"]?.authType, "APP");
    assert.equal(apis["shop-get-item"]?.httpVpcServiceConfig?.timeout, 3_000);
  });

  it("gives no instance an address of the Internet", async () => {
    const { resources } = await deployToMocks(createShop);
    const instances = Object.values(inputsOf(resources, alicloud.ecs.Instance));
    assert.ok(instances.length > 0);
    for (const { internetMaxBandwidthOut } of instances) assert.equal(internetMaxBandwidthOut ?? 0, 0);
  });

  it("keeps its AppCode secret", async () => {
    const { result } = await deployToMocks(createShop);
    assert.ok(result.appCode);
    assert.equal(await pulumi.isSecret(result.appCode), true);
  });
});
