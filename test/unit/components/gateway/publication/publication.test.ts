import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Publication, type PublicationArgs, type Stage } from "../../../../../components";
import { deployToMocks, findResource, readOutput } from "../../../../../testing/mocks";
import { deployFamily, tree } from "../../../../support/family";

const dynamic = "pulumi-nodejs:dynamic/alicloud-vpc-api:Publication";
const routes = () => ({ items: { apiId: pulumi.output("id-of-items"), revision: pulumi.output("0123") } });

describe("Publication", () => {
  it("publishes to RELEASE with default remarks", async () => {
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
    const { __provider, ...plain } = findResource(relatives, dynamic).inputs;
    assert.deepEqual(plain, {
      groupId: "g",
      stage: "RELEASE",
      remarks: "Published by Pulumi",
      apis: { items: { apiId: "id-of-items", revision: "0123" } },
      apiIds: { items: "id-of-items" },
    });
    assert.equal(await readOutput(result.stage), "RELEASE");
  });

  it("is another resource in another stage, created before the old one is deleted", async () => {
    const { resources } = await deployToMocks(
      () => new Publication("shop", { groupId: "g", routes: routes(), stage: "PRE", remarks: "try it" }),
    );
    const { name, inputs } = findResource(resources, dynamic);
    assert.deepEqual([name, inputs.stage, inputs.remarks], ["shop-pre", "PRE", "try it"]);
  });

  it("rejects stages and remarks that the cloud rejects", async () => {
    const wrong = { groupId: "g", routes: {}, stage: "release" as Stage, remarks: "x".repeat(181) };
    const { resources } = await deployToMocks(() =>
      assert.throws(
        () => new Publication("shop", wrong),
        /stage: is "release"\. Did you mean RELEASE\?[\s\S]*remarks: has 181 characters\. Use at most 180\./,
      ),
    );
    assert.deepEqual(resources, []);
  });

  describe("to several environments", () => {
    const version = "20261123004430123";
    const both = () => ({
      items: { apiId: pulumi.output("id-of-items"), revision: pulumi.output("0123") },
      orders: { apiId: pulumi.output("id-of-orders"), revision: pulumi.output("4567") },
    });
    const publish = async (args: Partial<PublicationArgs>) => {
      const { resources, result } = await deployToMocks(
        () => new Publication("shop", { groupId: "g", routes: both(), ...args }),
      );
      const published = resources.filter(({ type }) => type === dynamic);
      return { result, published: new Map(published.map(({ name, inputs }) => [name, inputs])) };
    };

    it("is one resource for each, TEST first, with its own remarks", async () => {
      const { result, published } = await publish({
        stages: { RELEASE: { remarks: "go" }, TEST: {} },
        remarks: "try",
      });
      assert.deepEqual([...published.keys()], ["shop-test", "shop-release"]);
      assert.deepEqual(
        [...published.values()].map(({ stage, remarks }) => [stage, remarks]),
        [
          ["TEST", "try"],
          ["RELEASE", "go"],
        ],
      );
      assert.equal(await readOutput(result.stage), "RELEASE");
      assert.equal(await readOutput(result.stages.TEST ?? pulumi.output("")), "TEST");
      assert.equal(result.stages.PRE, undefined);
    });

    it("serves promoted versions and nothing else", async () => {
      const { result, published } = await publish({
        stages: { TEST: {}, RELEASE: { promoted: { items: version } } },
      });
      assert.deepEqual(published.get("shop-release")?.apis, { items: { apiId: "id-of-items", version } });
      assert.deepEqual(Object.keys(published.get("shop-test")?.apis ?? {}), ["items", "orders"]);
      assert.deepEqual(Object.keys(result.published.RELEASE?.apiIds ?? {}), ["items"]);
    });

    it("serves a version of one route, and the definitions of the others", async () => {
      const { published } = await publish({ stages: { RELEASE: { rolledBack: { items: version } } } });
      assert.deepEqual(published.get("shop-release")?.apis, {
        items: { apiId: "id-of-items", version },
        orders: { apiId: "id-of-orders", revision: "4567" },
      });
    });

    it("publishes a route only to its own environments", async () => {
      const { published } = await publish({ stages: ["TEST", "RELEASE"], routeStages: { orders: ["TEST"] } });
      assert.deepEqual(Object.keys(published.get("shop-release")?.apis ?? {}), ["items"]);
      assert.deepEqual(Object.keys(published.get("shop-test")?.apis ?? {}), ["items", "orders"]);
    });

    const wrong: [why: string, args: Partial<PublicationArgs>, message: RegExp][] = [
      ["both forms", { stage: "TEST", stages: ["PRE"] }, /stage: is set together with stages/],
      ["no environment", { stages: [] }, /stages: is empty/],
      ["an unknown one", { stages: ["TEST", "PROD" as Stage] }, /stages\[1\]: is "PROD"/],
      ["an unknown key", { stages: { PROD: {} } as object }, /stages\.PROD: is "PROD"/],
      ["empty remarks", { stages: { PRE: { remarks: "" } } }, /stages\.PRE\.remarks: is empty/],
      [
        "an unknown route",
        { stages: { RELEASE: { promoted: { item: version } } } },
        /stages\.RELEASE\.promoted\["item"\]: is not a route\. Use one of items, orders/,
      ],
      [
        "no version",
        { stages: { RELEASE: { rolledBack: { items: "v1" } } } },
        /rolledBack\["items"\]: is "v1"\. Use a version such as/,
      ],
      [
        "both kinds of versions",
        { stages: { RELEASE: { rolledBack: {}, promoted: {} } } },
        /rolledBack: is set together with promoted/,
      ],
      [
        "a version of a route that is not for the environment",
        {
          stages: { TEST: {}, RELEASE: { promoted: { orders: version } } },
          routeStages: { orders: ["TEST"] },
        },
        /promoted\["orders"\]: is not for RELEASE, by its stages/,
      ],
      [
        "an environment of a route that is not published",
        { stages: ["RELEASE"], routeStages: { items: ["TEST"] } },
        /routes\["items"\]\.stages\[0\]: is "TEST", which is not in the publication\. Use one of RELEASE/,
      ],
      ["a route of no environment", { routeStages: { items: [] } }, /routes\["items"\]\.stages: is empty/],
    ];
    for (const [why, args, message] of wrong) {
      it(`refuses ${why}`, async () => {
        const { resources } = await deployToMocks(() =>
          assert.throws(() => new Publication("shop", { groupId: "g", routes: both(), ...args }), message),
        );
        assert.deepEqual(resources, []);
      });
    }
  });
});
