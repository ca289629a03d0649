import assert from "node:assert/strict";
import { at, readCode, startTestCloud, type TestCloud, textAt, versions } from "../support/localCloud";

describe("resource groups", () => {
  let cloud: TestCloud;
  beforeEach(async () => {
    cloud = await startTestCloud();
  });
  afterEach(() => cloud.close());

  const manager = (action: string, query: Record<string, string> = {}) =>
    cloud.call(versions.resourceManager, action, query);
  const newGroup = async () =>
    textAt(
      await manager("CreateResourceGroup", { Name: "team-a", DisplayName: "Team A" }),
      "ResourceGroup.Id",
    );
  const newVpc = async (query: Record<string, string> = {}) =>
    textAt(await cloud.call(versions.vpc, "CreateVpc", query), "VpcId");
  const groupOf = async (VpcId: string) =>
    (await cloud.call(versions.vpc, "DescribeVpcAttribute", { VpcId })).ResourceGroupId;

  it("lists the groups of the account and those that a program creates", async () => {
    const id = await newGroup();
    assert.match(id, /^rg-acfm\w{11}$/);
    const names = at(await manager("ListResourceGroups", { PageSize: "50" }), "ResourceGroups.ResourceGroup");
    assert.ok(Array.isArray(names));
    assert.deepEqual(
      names.map((row) => at(row, "Name")),
      ["default", "second", "team-a"],
    );
    const found = await manager("ListResourceGroups", { Name: "team" });
    assert.equal(at(found, "ResourceGroups.ResourceGroup.0.Id"), id);
  });

  it("changes and deletes its own groups only", async () => {
    const ResourceGroupId = await newGroup();
    await manager("UpdateResourceGroup", { ResourceGroupId, NewDisplayName: "Team B" });
    const seen = await manager("GetResourceGroup", { ResourceGroupId });
    assert.equal(at(seen, "ResourceGroup.DisplayName"), "Team B");
    assert.equal(await readCode(newGroup()), "EntityAlreadyExists.ResourceGroup");
    const builtIn = "rg-acfm0000default";
    assert.equal(
      await readCode(manager("DeleteResourceGroup", { ResourceGroupId: builtIn })),
      "NoPermission.ResourceGroup.BuiltIn",
    );
    await manager("DeleteResourceGroup", { ResourceGroupId });
    assert.equal(
      await readCode(manager("GetResourceGroup", { ResourceGroupId })),
      "EntityNotExists.ResourceGroup",
    );
  });

  it("puts a resource without a group into the default group", async () => {
    assert.equal(await groupOf(await newVpc()), "rg-acfm0000default");
  });

  it("refuses a group that does not exist", async () => {
    assert.equal(await readCode(newVpc({ ResourceGroupId: "rg-none" })), "InvalidResourceGroup.NotFound");
  });

  it("moves resources between groups, and keeps a group that has one", async () => {
    const ResourceGroupId = await newGroup();
    const VpcId = await newVpc();
    const move = { ResourceId: VpcId, ResourceType: "VPC", NewResourceGroupId: ResourceGroupId };
    await cloud.call(versions.vpc, "MoveResourceGroup", move);
    assert.equal(await groupOf(VpcId), ResourceGroupId);
    assert.equal(
      await readCode(manager("DeleteResourceGroup", { ResourceGroupId })),
      "DeleteConflict.ResourceGroup.Resource",
    );
    assert.equal(
      await readCode(
        cloud.call(versions.vpc, "MoveResourceGroup", { ...move, NewResourceGroupId: "rg-none" }),
      ),
      "InvalidResourceGroup.NotFound",
    );
    assert.equal(
      await readCode(cloud.call(versions.vpc, "MoveResourceGroup", { ...move, ResourceType: "NATGATEWAY" })),
      "InvalidResourceType.NotSupported",
    );
  });

  it("tags groups without a token after the last page", async () => {
    const id = await newGroup();
    const target = { ResourceType: "resourcegroup", "ResourceId.1": id };
    await manager("TagResources", { ...target, "Tag.1.Key": "a", "Tag.1.Value": "1" });
    const listed = await manager("ListTagResources", target);
    assert.equal(at(listed, "TagResources.0.TagValue"), "1");
    assert.equal("NextToken" in listed, false);
    await manager("UntagResources", { ...target, "TagKey.1": "a" });
    assert.deepEqual((await manager("ListTagResources", target)).TagResources, []);
  });

  it("removes tags with the spelling of the Terraform provider", async () => {
    const target = { ResourceType: "resourcegroup", "ResourceId.1": await newGroup() };
    await manager("TagResources", { ...target, "Tag.1.Key": "a", "Tag.1.Value": "1" });
    await manager("UnTagResources", { ...target, "TagKey.1": "a" });
    assert.deepEqual((await manager("ListTagResources", target)).TagResources, []);
  });
});
