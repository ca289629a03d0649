import assert from "node:assert/strict";
import {
  CreateVpcRequest,
  CreateVSwitchRequest,
  DescribeVSwitchAttributesRequest,
} from "@alicloud/vpc20160428";
import { at, readCode, startTestCloud, type TestCloud, textAt, versions } from "../support/localCloud";

describe("VPC", () => {
  let cloud: TestCloud;
  beforeEach(async () => {
    cloud = await startTestCloud();
  });
  afterEach(() => cloud.close());

  const vpc = (action: string, query: Record<string, string>) => cloud.call(versions.vpc, action, query);
  const newVpc = async (cidr = "10.0.0.0/16") => textAt(await vpc("CreateVpc", { CidrBlock: cidr }), "VpcId");
  const newVSwitch = (VpcId: string, CidrBlock: string, ZoneId = "cn-hangzhou-h") =>
    vpc("CreateVSwitch", { VpcId, CidrBlock, ZoneId });

  it("makes, changes, lists and deletes a VPC with vSwitches", async () => {
    const created = await cloud.vpc.createVpc(
      new CreateVpcRequest({ regionId: "cn-shanghai", vpcName: "demo" }),
    );
    const vpcId = created.body?.vpcId ?? "";
    assert.match(vpcId, /^vpc-uf6/);
    const made = await cloud.vpc.createVSwitch(
      new CreateVSwitchRequest({
        vpcId,
        zoneId: "cn-shanghai-f",
        cidrBlock: "172.16.0.0/24",
        vSwitchName: "a",
      }),
    );
    const vSwitchId = made.body?.vSwitchId ?? "";
    const seen = await cloud.vpc.describeVSwitchAttributes(
      new DescribeVSwitchAttributesRequest({ vSwitchId }),
    );
    assert.equal(seen.body?.status, "Available");
    assert.equal(seen.body?.availableIpAddressCount, 252);
    await vpc("ModifyVpcAttribute", { VpcId: vpcId, VpcName: "renamed", Description: "" });
    const attributes = await vpc("DescribeVpcAttribute", { VpcId: vpcId });
    assert.equal(attributes.VpcName, "renamed");
    assert.equal(attributes.EnabledIpv6, false);
    assert.deepEqual(at(attributes, "VSwitchIds.VSwitchId"), [vSwitchId]);
    const tables = await vpc("DescribeRouteTableList", { VpcId: vpcId });
    assert.equal(at(tables, "RouterTableList.RouterTableListType.0.RouteTableType"), "System");
    assert.equal(at(await vpc("DescribeVpcs", { RegionId: "cn-hangzhou" }), "TotalCount"), 0);
    assert.equal(at(await vpc("DescribeVpcs", { RegionId: "cn-shanghai" }), "TotalCount"), 1);
    assert.equal(await readCode(vpc("DeleteVpc", { VpcId: vpcId })), "DependencyViolation.VSwitch");
    await vpc("DeleteVSwitch", { VSwitchId: vSwitchId });
    assert.equal(
      await readCode(vpc("DescribeVSwitchAttributes", { VSwitchId: vSwitchId })),
      "InvalidVSwitchId.NotFound",
    );
    await vpc("DeleteVpc", { VpcId: vpcId });
    assert.equal(await readCode(vpc("DescribeVpcAttribute", { VpcId: vpcId })), "InvalidVpcId.NotFound");
  });

  const refusedVpcBlocks = [
    ["10.0.0.0", "InvalidCidrBlock.Malformed"],
    ["10.0.0.1/8", "InvalidCidrBlock.Malformed"],
    ["10.0.0.0/33", "InvalidCidrBlock.Malformed"],
    ["010.0.0.0/8", "InvalidCidrBlock.Malformed"],
    ["100.64.0.0/16", "InvalidCidrBlock.NotSupported"],
    ["10.0.0.0/29", "InvalidCidrBlock.NotSupported"],
    ["0.0.0.0/0", "InvalidCidrBlock.NotSupported"],
    ["127.0.0.0/8", "InvalidCidrBlock.NotSupported"],
  ] as const;
  it("takes a VPC with a block that is not a private one", async () => {
    const VpcId = await newVpc("11.0.0.0/16");
    assert.equal(at(await vpc("DescribeVpcAttribute", { VpcId }), "CidrBlock"), "11.0.0.0/16");
  });

  for (const [block, code] of refusedVpcBlocks) {
    it(`refuses a VPC with ${block}`, async () => {
      assert.equal(await readCode(vpc("CreateVpc", { CidrBlock: block })), code);
    });
  }

  for (const [problem, block, code] of [
    ["a block within that of another vSwitch", "10.0.0.128/25", "InvalidCidrBlock.Overlapped"],
    ["a block around that of another vSwitch", "10.0.0.0/23", "InvalidCidrBlock.Overlapped"],
    ["a block outside the VPC", "10.1.0.0/24", "InvalidCidrBlock.NotInVpc"],
    ["a block that is too small", "10.0.1.0/30", "InvalidCidrBlock.MaskNotSupported"],
    ["an address that is not the start of a block", "10.0.1.1/24", "InvalidCidrBlock.Malformed"],
  ] as const) {
    it(`rejects a vSwitch with ${problem}`, async () => {
      const vpcId = await newVpc();
      await newVSwitch(vpcId, "10.0.0.0/24");
      assert.equal(await readCode(newVSwitch(vpcId, block)), code);
    });
  }

  it("rejects vSwitches in an unknown zone or VPC", async () => {
    const vpcId = await newVpc();
    await newVSwitch(vpcId, "10.0.0.0/24");
    assert.equal(await readCode(newVSwitch(vpcId, "10.0.1.0/24", "cn-hangzhou-z")), "InvalidZoneId.NotFound");
    assert.equal(await readCode(newVSwitch("vpc-none", "10.0.1.0/24")), "InvalidVpcId.NotFound");
    await newVSwitch(await newVpc(), "10.0.0.0/24");
  });

  it("refuses to shrink a VPC below its vSwitches", async () => {
    const vpcId = await newVpc();
    await newVSwitch(vpcId, "10.0.9.0/24");
    const shrink = vpc("ModifyVpcAttribute", { VpcId: vpcId, CidrBlock: "10.0.0.0/24" });
    assert.equal(await readCode(shrink), "InvalidCidrBlock.InUse");
  });

  for (const key of ["aliyun-x", "ACS:x", "see http://x"]) {
    it(`rejects the tag key ${key}, which the cloud reserves`, async () => {
      const target = { ResourceType: "VPC", "ResourceId.1": await newVpc() };
      const tagged = vpc("TagResources", { ...target, "Tag.1.Key": key });
      assert.equal(await readCode(tagged), "InvalidTagKey.Malformed");
    });
  }

  it("tags, finds by tag and untags", async () => {
    const vpcId = await newVpc();
    const target = { ResourceType: "VPC", "ResourceId.1": vpcId };
    await vpc("TagResources", { ...target, "Tag.1.Key": "a", "Tag.1.Value": "1", "Tag.2.Key": "b" });
    await vpc("TagResources", { ...target, "Tag.1.Key": "a", "Tag.1.Value": "2" });
    const attributes = await vpc("DescribeVpcAttribute", { VpcId: vpcId });
    assert.deepEqual(at(attributes, "Tags.Tag"), [
      { Key: "b", Value: "" },
      { Key: "a", Value: "2" },
    ]);
    assert.equal(at(await vpc("DescribeVpcs", { "Tag.1.Key": "a", "Tag.1.Value": "1" }), "TotalCount"), 0);
    await vpc("UnTagResources", { ...target, "TagKey.1": "a" });
    const left = await vpc("ListTagResources", target);
    assert.deepEqual(at(left, "TagResources.TagResource.0.TagKey"), "b");
    assert.equal(at(left, "TagResources.TagResource.1"), undefined);
    const address = vpc("TagResources", {
      ...target,
      "Tag.1.Key": "a",
      "Tag.1.Value": "https://a.example.com",
    });
    assert.equal(await readCode(address), "InvalidTagValue.Malformed");
    const unknown = vpc("TagResources", {
      ResourceType: "VPC",
      "ResourceId.1": "vpc-none",
      "Tag.1.Key": "a",
    });
    assert.equal(await readCode(unknown), "InvalidResourceId.NotFound");
  });

  it("pages", async () => {
    for (let index = 0; index < 12; index += 1) await newVpc();
    const first = await vpc("DescribeVpcs", {});
    const second = await vpc("DescribeVpcs", { PageNumber: "2" });
    assert.equal(at(first, "TotalCount"), 12);
    assert.notEqual(at(first, "Vpcs.Vpc.9"), undefined);
    assert.equal(at(first, "Vpcs.Vpc.10"), undefined);
    assert.notEqual(at(second, "Vpcs.Vpc.1"), undefined);
    assert.equal(at(second, "Vpcs.Vpc.2"), undefined);
  });
});
