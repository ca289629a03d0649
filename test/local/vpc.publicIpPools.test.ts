import assert from "node:assert/strict";
import { at, readCode, startTestCloud, type TestCloud, textAt, versions } from "../support/localCloud";

describe("Public IP address pools", () => {
  let cloud: TestCloud;
  beforeEach(async () => {
    cloud = await startTestCloud();
  });
  afterEach(() => cloud.close());

  const vpc = (action: string, query: Record<string, string> = {}) => cloud.call(versions.vpc, action, query);
  const create = async (query: Record<string, string> = {}) =>
    textAt(await vpc("CreatePublicIpAddressPool", query), "PublicIpAddressPoolId");

  it("change and are listed by name and protection", async () => {
    const protection = { "SecurityProtectionTypes.1": "AntiDDoS_Enhanced" };
    const id = await create({ Name: "shop", Isp: "BGP_PRO", ...protection, "Tag.1.Key": "for" });
    await create();
    await vpc("UpdatePublicIpAddressPoolAttribute", { PublicIpAddressPoolId: id, Description: "own" });
    const seen = await vpc("ListPublicIpAddressPools", { Name: "shop", SecurityProtectionEnabled: "true" });
    assert.equal(at(seen, "TotalCount"), 1);
    const pool = at(seen, "PublicIpAddressPoolList.0") as Record<string, unknown>;
    assert.deepEqual(
      [pool.PublicIpAddressPoolId, pool.Isp, pool.Description, pool.TotalIpNum, pool.IpAddressRemaining],
      [id, "BGP_PRO", "own", 0, false],
    );
    assert.deepEqual(pool.Tags, [{ Key: "for", Value: "" }]);
  });

  it("have given blocks, and blocks for a mask, which do not overlap", async () => {
    const PublicIpAddressPoolId = await create();
    const add = async (query: Record<string, string>) =>
      textAt(await vpc("AddPublicIpAddressPoolCidrBlock", { PublicIpAddressPoolId, ...query }), "CidrBlock");
    assert.equal(await add({ CidrBlock: "198.18.0.0/25" }), "198.18.0.0/25");
    assert.equal(await add({ CidrMask: "24" }), "198.18.1.0/24");
    assert.equal(await add({ CidrMask: "25" }), "198.18.0.128/25");
    assert.equal(await readCode(add({ CidrBlock: "198.18.1.0/25" })), "ResourceAlreadyExist.CidrBlock");
    assert.equal(await readCode(add({ CidrBlock: "198.18.0.0/16" })), "IllegalParam.CidrBlock");
    assert.equal(await readCode(add({})), "MissingCidrBlock");
    const block = { PublicIpAddressPoolId, CidrBlock: "198.18.1.0/24" };
    const seen = await vpc("ListPublicIpAddressPoolCidrBlocks", block);
    assert.equal(at(seen, "PublicIpPoolCidrBlockList.0.TotalIpNum"), 256);
    const pools = await vpc("ListPublicIpAddressPools", {
      "PublicIpAddressPoolIds.1": PublicIpAddressPoolId,
    });
    assert.equal(at(pools, "PublicIpAddressPoolList.0.TotalIpNum"), 512);
    await vpc("DeletePublicIpAddressPoolCidrBlock", block);
    assert.equal(
      await readCode(vpc("DeletePublicIpAddressPoolCidrBlock", block)),
      "ResourceNotFound.CidrBlock",
    );
  });

  it("are deleted with their blocks", async () => {
    const PublicIpAddressPoolId = await create();
    await vpc("AddPublicIpAddressPoolCidrBlock", { PublicIpAddressPoolId, CidrMask: "28" });
    await vpc("DeletePublicIpAddressPool", { PublicIpAddressPoolId });
    assert.equal(at(await vpc("ListPublicIpAddressPools"), "TotalCount"), 0);
  });

  it("need no order", async () => {
    await vpc("OpenPublicIpAddressPoolService");
    assert.equal((await vpc("GetPublicIpAddressPoolServiceStatus")).Enabled, true);
  });
});
