import assert from "node:assert/strict";
import * as alicloud from "@pulumi/alicloud";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { deployToMocks, findInputs, isKnown, readOutput } from "../../../testing/index";

const vpcType = "alicloud:vpc/network:Network";

/** A VPC, and a vSwitch of its id. */
function network() {
  const vpc = new alicloud.vpc.Network("shop", { cidrBlock: "10.0.0.0/16" });
  new alicloud.vpc.Switch("shop-a", { vpcId: vpc.id, cidrBlock: "10.0.0.0/24", zoneId: "cn-hangzhou-h" });
  return vpc;
}

describe("mocks for tests of programs", () => {
  it("return the inputs of each resource of a class, by name and by type", async () => {
    const { resources } = await deployToMocks(network);
    const vpcs = findInputs(resources, alicloud.vpc.Network);
    assert.deepEqual(vpcs, { shop: { cidrBlock: "10.0.0.0/16" } });
    // @ts-expect-error a VPC has no such argument
    assert.equal(vpcs.shop?.cidr, undefined);
    assert.equal(findInputs(resources, alicloud.vpc.Switch)["shop-a"]?.vpcId, "shop-id");
    assert.deepEqual(findInputs(resources, alicloud.ecs.Instance), {});
  });

  it("reject a class that is not a resource of a provider", async () => {
    class Own extends pulumi.CustomResource {}
    const { resources } = await deployToMocks(network);
    assert.throws(() => findInputs(resources, Own), /Own is not a resource class of a provider/);
  });

  it("fail with the rejection of an Output", async () => {
    const refused = () =>
      new alicloud.vpc.Network("shop", { cidrBlock: pulumi.output("10.0.0.0/16").apply(refuse) });
    const refuse = (): string => {
      throw new pulumi.RunError("no such block");
    };
    await assert.rejects(deployToMocks(refused), /no such block/);
    assert.equal((await deployToMocks(network)).resources.length, 2);
  });

  it("have no values that are unknown at preview", async () => {
    const { resources, result } = await deployToMocks(network, { planned: [vpcType] });
    assert.equal(await isKnown(result.id), false);
    await assert.rejects(readOutput(result.id), /unknown at preview/);
    assert.equal(findInputs(resources, alicloud.vpc.Switch)["shop-a"]?.vpcId, undefined);
  });

  it("answer with the outputs that the test sets", async () => {
    const { result } = await deployToMocks(network, {
      state: { [vpcType]: ({ name }) => ({ routerId: `router-of-${name}` }) },
    });
    assert.equal(await readOutput(result.routerId), "router-of-shop");
  });

  it("return secret inputs with their values", async () => {
    const { resources } = await deployToMocks(() => {
      const { result } = new random.RandomPassword("code", { length: 40 });
      const code = pulumi.secret(result);
      new alicloud.ecs.Instance("web", { hostName: "web", tags: { code, team: "shop" } });
    });
    const web = resources.find(({ name }) => name === "web");
    assert.deepEqual(web?.secrets, ["tags"]);
    assert.deepEqual(web?.inputs.tags, { code: "made-of-40", team: "shop" });
  });

  it("report a function without an answer by its token, and use the answer of the test", async () => {
    const vpcs = () => alicloud.vpc.getNetworks({});
    const token = "alicloud:vpc/getNetworks:getNetworks";
    await assert.rejects(
      deployToMocks(vpcs).then(({ result }) => result),
      new RegExp(`function ${token} has no mock`),
    );
    const { result } = await deployToMocks(vpcs, { functions: { [token]: () => ({ ids: ["vpc-1"] }) } });
    assert.deepEqual((await result).ids, ["vpc-1"]);
  });

  it("use the configuration, project and stack of the options, and reset them", async () => {
    const program = () => [pulumi.getProject(), pulumi.getStack(), new pulumi.Config("shop").get("zones")];
    const { result } = await deployToMocks(program, {
      config: { "shop:zones": "2" },
      project: "shop",
      stack: "dev",
    });
    assert.deepEqual(result, ["shop", "dev", "2"]);
    assert.deepEqual((await deployToMocks(program)).result, ["project", "stack", undefined]);
  });

  it("fail with the error of the program", async () => {
    const program = () => {
      throw new RangeError("no such zone");
    };
    await assert.rejects(deployToMocks(program), /no such zone/);
  });
});
