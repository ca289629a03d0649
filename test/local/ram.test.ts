import assert from "node:assert/strict";
import { at, readCode, startTestCloud, type TestCloud, textAt, versions } from "../support/localCloud";
import { addInstance } from "../support/localNetwork";

const policyOf = (service: string) =>
  JSON.stringify({
    Statement: [{ Action: "sts:AssumeRole", Effect: "Allow", Principal: { Service: [service] } }],
    Version: "1",
  });

describe("RAM roles", () => {
  let cloud: TestCloud;
  beforeEach(async () => {
    cloud = await startTestCloud();
  });
  afterEach(() => cloud.close());

  const ram = (action: string, query: Record<string, string>) => cloud.call(versions.ram, action, query);
  const ecs = (action: string, query: Record<string, string>) => cloud.call(versions.ecs, action, query);
  const create = (RoleName: string, service = "ecs.aliyuncs.com") =>
    ram("CreateRole", { RoleName, AssumeRolePolicyDocument: policyOf(service) });

  it("are created once, changed and deleted", async () => {
    await create("web");
    assert.equal(await readCode(create("web")), "EntityAlreadyExists.Role");
    await ram("UpdateRole", {
      RoleName: "web",
      NewDescription: "of the shop",
      NewMaxSessionDuration: "7200",
    });
    const role = at(await ram("GetRole", { RoleName: "web" }), "Role") as Record<string, unknown>;
    assert.deepEqual([role.Description, role.MaxSessionDuration], ["of the shop", 7200]);
    assert.equal(role.AssumeRolePolicyDocument, policyOf("ecs.aliyuncs.com"));
    await ram("DeleteRole", { RoleName: "web" });
    assert.equal(await readCode(ram("GetRole", { RoleName: "web" })), "EntityNotExist.Role");
  });

  for (const [problem, AssumeRolePolicyDocument] of [
    ["that is not JSON", "{"],
    ["without statements", "{}"],
    ["without a principal", '{"Version":"1","Statement":[{"Effect":"Allow"}]}'],
  ] as const) {
    it(`are rejected with a trust policy ${problem}`, async () => {
      const wrong = ram("CreateRole", { RoleName: "web", AssumeRolePolicyDocument });
      assert.equal(await readCode(wrong), "MalformedPolicyDocument");
    });
  }

  it("are listed with their tags, without policies", async () => {
    const Tag = '[{"Key":"team","Value":"web"}]';
    const AssumeRolePolicyDocument = policyOf("ecs.aliyuncs.com");
    await ram("CreateRole", { RoleName: "web", AssumeRolePolicyDocument, Description: "of the shop", Tag });
    const seen = await ram("ListRoles", {});
    assert.equal(at(seen, "Roles.Role.0.RoleName"), "web");
    assert.deepEqual(at(seen, "Roles.Role.0.Tags.Tag"), [{ TagKey: "team", TagValue: "web" }]);
    assert.deepEqual((await ram("ListPoliciesForRole", { RoleName: "web" })).Policies, { Policy: [] });
    assert.equal(await readCode(ram("ListPoliciesForRole", { RoleName: "none" })), "EntityNotExist.Role");
  });

  it("have tags", async () => {
    await create("web");
    const roles = { ResourceType: "role", ResourceNames: '["web"]' };
    await ram("TagResources", { ...roles, Tag: '[{"Key":"a","Value":"b"}]' });
    const seen = await ram("ListTagResources", roles);
    assert.deepEqual(at(seen, "TagResources.0.TagValue"), "b");
    await ram("UntagResources", { ...roles, TagKeys: '["a"]' });
    assert.deepEqual(at(await ram("ListTagResources", roles), "TagResources"), []);
  });

  it("belong to instances if ECS can assume them", async () => {
    await create("web");
    await create("other", "fc.aliyuncs.com");
    const { instanceId } = await addInstance(cloud);
    const InstanceIds = JSON.stringify([instanceId]);
    const attach = (RamRoleName: string) => ecs("AttachInstanceRamRole", { InstanceIds, RamRoleName });
    assert.equal(await readCode(attach("none")), "InvalidRamRole.NotFound");
    assert.equal(await readCode(attach("other")), "InvalidRamRole.NotEcsRole");
    await attach("web");
    assert.equal(await readCode(attach("web")), "InvalidInstanceRamRole.AlreadyAttached");
    const seen = await ecs("DescribeInstanceRamRole", { InstanceIds });
    assert.equal(textAt(seen, "InstanceRamRoleSets.InstanceRamRoleSet.0.RamRoleName"), "web");
    assert.equal(await readCode(ram("DeleteRole", { RoleName: "web" })), "DeleteConflict.Role.Instance");
    await ecs("DetachInstanceRamRole", { InstanceIds, RamRoleName: "web" });
    await ram("DeleteRole", { RoleName: "web" });
  });
});
