import assert from "node:assert/strict";
import * as alicloud from "@pulumi/alicloud";
import * as pulumi from "@pulumi/pulumi";
import { deployToMocks, findInputs } from "alicloud-vpc-api-testing";
import { createShop } from "../shop";

describe("the shop with mocks", function () {
  // The first deployment loads the provider's package.
  this.timeout(60_000);

  it("requires an app for items and limits the back end to three seconds", async () => {
    const { resources } = await deployToMocks(createShop);
    const apis = findInputs(resources, alicloud.apigateway.Api);
    assert.equal(apis["shop-get-home"]?.authType, "ANONYMOUS");
    assert.equal(apis["shop-get-item"]?.authType, "APP");
    assert.equal(apis["shop-get-item"]?.httpVpcServiceConfig?.timeout, 3_000);
  });

  it("creates instances without a public IP address", async () => {
    const { resources } = await deployToMocks(createShop);
    const instances = Object.values(findInputs(resources, alicloud.ecs.Instance));
    assert.ok(instances.length > 0);
    for (const { internetMaxBandwidthOut } of instances) assert.equal(internetMaxBandwidthOut ?? 0, 0);
  });

  it("marks the AppCode as secret", async () => {
    const { result } = await deployToMocks(createShop);
    assert.ok(result.appCode);
    assert.equal(await pulumi.isSecret(result.appCode), true);
  });
});
