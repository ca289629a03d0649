import assert from "node:assert/strict";
import { ArgumentMistakesError, VpcApi, type VpcApiArgs } from "../../../components";
import { deployToMocks, theOne } from "../../../testing/mocks";

const args: VpcApiArgs = {
  network: { zones: ["cn-hangzhou-h"] },
  balancer: { kind: "none" },
  group: { groupName: "shop", instanceId: "apigateway-hz-1" },
  routes: { "get-item": "GET /items/[id]" },
  readiness: true,
};
const type = "pulumi-nodejs:dynamic/alicloud-vpc-api:Readiness";
const registered = async (more: Partial<VpcApiArgs> = {}) =>
  (await deployToMocks(() => new VpcApi("shop", { ...args, ...more }))).resources;

describe("the readiness of VpcApi", () => {
  it("is that of the way from its gateway instance to its back end", async () => {
    const { inputs } = theOne(await registered(), type);
    assert.equal(inputs.instanceId, "apigateway-hz-1");
    assert.equal(inputs.accessId, "0123456789abcdef0123456789abcde0");
    assert.equal(inputs.target, "shop-instance-0-id");
    assert.equal(inputs.port, 80);
    assert.equal(inputs.waitSeconds, 300);
  });

  const checkedFor = async (more: Partial<VpcApiArgs> = {}) =>
    theOne(await registered(more), type).inputs.checkedFor;
  const changes: Record<string, Partial<VpcApiArgs>> = {
    "a rule of the security group": { transform: { securityGroupRule: { policy: "drop" } } },
    "the definition of an API": { routes: { "get-item": "GET /things/[id]" } },
    "the instances": { service: { instances: 2 }, balancer: { kind: "clb" } },
  };
  for (const [what, change] of Object.entries(changes)) {
    it(`is checked again for ${what}`, async () => {
      assert.notDeepEqual(await checkedFor(change), await checkedFor());
    });
  }

  it("is not checked again for what is not on the way", async () => {
    assert.deepEqual(
      await checkedFor({ tags: { team: "shop" }, readiness: { waitSeconds: 9 } }),
      await checkedFor(),
    );
  });

  it("can be waited for longer, or left out", async () => {
    assert.equal(theOne(await registered({ readiness: { waitSeconds: 900 } }), type).inputs.waitSeconds, 900);
    assert.deepEqual(
      (await registered({ readiness: false })).filter((one) => one.type === type),
      [],
    );
  });

  for (const waitSeconds of [0, 3_601, 1.5]) {
    it(`is not waited for ${waitSeconds} seconds`, () => {
      assert.throws(
        () => new VpcApi("shop", { ...args, readiness: { waitSeconds } }),
        (error) =>
          error instanceof ArgumentMistakesError &&
          error.mistakes.map(({ path }) => path).join() === "readiness.waitSeconds",
      );
    });
  }
});
