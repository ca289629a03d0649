import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Publication, type Stage } from "../../../components";
import { deployFamily, tree } from "../../support/family";
import { deploy, known, theOne } from "../../support/pulumiMocks";

const dynamic = "pulumi-nodejs:dynamic/alicloud-vpc-api:Publication";
const routes = () => ({ items: { apiId: pulumi.output("id-of-items"), revision: pulumi.output("0123") } });

describe("Publication", () => {
  it("publishes to Release with words of its own unless told otherwise", async () => {
    const { relatives, result } = await deployFamily(
      (watch) => new Publication("shop", { groupId: "g", routes: routes() }, watch),
    );
    assert.deepEqual(
      tree(relatives),
      [
        "alicloud-vpc-api:index:Publication::shop",
        `alicloud-vpc-api:index:Publication$${dynamic}::shop-release`,
      ].sort(),
    );
    const { __provider, ...plain } = theOne(relatives, dynamic).inputs;
    assert.deepEqual(plain, {
      groupId: "g",
      stage: "RELEASE",
      remarks: "Published by Pulumi",
      apis: { items: { apiId: "id-of-items", revision: "0123" } },
    });
    assert.equal(await known(result.stage), "RELEASE");
  });

  it("is another resource in another stage, so that the new one stands before the old one goes", async () => {
    const { resources } = await deploy(
      () => new Publication("shop", { groupId: "g", routes: routes(), stage: "PRE", remarks: "try it" }),
    );
    const { name, inputs } = theOne(resources, dynamic);
    assert.deepEqual([name, inputs.stage, inputs.remarks], ["shop-pre", "PRE", "try it"]);
  });

  it("refuses stages and remarks that the cloud would refuse", async () => {
    const wrong = { groupId: "g", routes: {}, stage: "release" as Stage, remarks: "x".repeat(181) };
    const { resources } = await deploy(() =>
      assert.throws(
        () => new Publication("shop", wrong),
        /stage: is "release"\. Use one of RELEASE, PRE, TEST\.[\s\S]*remarks: has 181 characters\. Use at most 180\./,
      ),
    );
    assert.deepEqual(resources, []);
  });
});
