import assert from "node:assert/strict";
import { at, readCode, startTestCloud, type TestCloud, textAt, versions } from "../support/localCloud";

const document = JSON.stringify({
  Version: "1",
  Statement: [{ Effect: "Allow", Action: "ecs:Describe*", Resource: "*" }],
});

describe("RAM users, groups and policies", () => {
  let cloud: TestCloud;
  beforeEach(async () => {
    cloud = await startTestCloud();
  });
  afterEach(() => cloud.close());

  const ram = (action: string, query: Record<string, string> = {}) => cloud.call(versions.ram, action, query);

  it("a user gets a new name and contact", async () => {
    const UserName = "operator";
    await ram("CreateUser", { UserName, DisplayName: "Operator" });
    assert.equal(await readCode(ram("CreateUser", { UserName })), "EntityAlreadyExists.User");
    await ram("UpdateUser", { UserName, NewUserName: "operators", NewEmail: "operator@example.com" });
    assert.equal(await readCode(ram("GetUser", { UserName })), "EntityNotExist.User");
    const user = await ram("GetUser", { UserName: "operators" });
    assert.deepEqual(
      [at(user, "User.DisplayName"), at(user, "User.Email")],
      ["Operator", "operator@example.com"],
    );
    assert.equal(at(await ram("ListUsers"), "Users.User.0.UserName"), "operators");
    await ram("UnbindMFADevice", { UserName: "operators" });
    await ram("DeleteUser", { UserName: "operators" });
    assert.deepEqual(at(await ram("ListUsers"), "Users.User"), []);
  });

  it("a user with keys, a login or a group cannot be deleted", async () => {
    const user = { UserName: "operator" };
    const group = { GroupName: "operators" };
    const removal = () => readCode(ram("DeleteUser", user));
    await ram("CreateUser", user);
    const UserAccessKeyId = textAt(await ram("CreateAccessKey", user), "AccessKey.AccessKeyId");
    assert.equal(await removal(), "DeleteConflict.User.AccessKey");
    await ram("UpdateAccessKey", { ...user, UserAccessKeyId, Status: "Inactive" });
    assert.equal(at(await ram("ListAccessKeys", user), "AccessKeys.AccessKey.0.Status"), "Inactive");
    await ram("DeleteAccessKey", { ...user, UserAccessKeyId });
    await ram("CreateLoginProfile", { ...user, Password: "Secret-1234567", MFABindRequired: "true" });
    assert.equal(await removal(), "DeleteConflict.User.LoginProfile");
    await ram("UpdateLoginProfile", { ...user, MFABindRequired: "false" });
    assert.equal(at(await ram("GetLoginProfile", user), "LoginProfile.MFABindRequired"), false);
    await ram("DeleteLoginProfile", user);
    await ram("CreateGroup", group);
    await ram("AddUserToGroup", { ...user, ...group });
    assert.equal(await removal(), "DeleteConflict.User.Group");
    await ram("RemoveUserFromGroup", { ...user, ...group });
    await ram("DeleteUser", user);
  });

  it("a group has users, and gets a new comment", async () => {
    const group = { GroupName: "operators" };
    await ram("CreateGroup", { ...group, Comments: "first" });
    await ram("UpdateGroup", { ...group, NewComments: "second" });
    assert.equal(at(await ram("GetGroup", group), "Group.Comments"), "second");
    assert.equal(at(await ram("ListGroups"), "Groups.Group.0.GroupName"), "operators");
    await ram("CreateUser", { UserName: "operator" });
    await ram("AddUserToGroup", { UserName: "operator", ...group });
    assert.equal(at(await ram("ListUsersForGroup", group), "Users.User.0.UserName"), "operator");
    const groups = await ram("ListGroupsForUser", { UserName: "operator" });
    assert.equal(at(groups, "Groups.Group.0.GroupName"), "operators");
    assert.equal(await readCode(ram("DeleteGroup", group)), "DeleteConflict.Group.User");
    await ram("RemoveUserFromGroup", { UserName: "operator", ...group });
    await ram("DeleteGroup", group);
  });

  it("a policy has versions, of which one is the default", async () => {
    const policy = { PolicyName: "readers" };
    const typed = { ...policy, PolicyType: "Custom" };
    const tags = JSON.stringify([{ Key: "a", Value: "b" }]);
    await ram("CreatePolicy", { ...policy, PolicyDocument: document, Description: "first", Tag: tags });
    await ram("UpdatePolicyDescription", { ...policy, NewDescription: "second" });
    const version = { ...policy, PolicyDocument: document, SetAsDefault: "true" };
    await ram("CreatePolicyVersion", version);
    const found = await ram("GetPolicy", typed);
    assert.deepEqual(
      [at(found, "Policy.Description"), at(found, "DefaultPolicyVersion.VersionId")],
      ["second", "v2"],
    );
    await ram("SetDefaultPolicyVersion", { ...policy, VersionId: "v1" });
    assert.equal(
      at(await ram("GetPolicyVersion", { ...typed, VersionId: "v1" }), "PolicyVersion.IsDefaultVersion"),
      true,
    );
    await ram("DeletePolicyVersion", { ...policy, VersionId: "v2" });
    const versionsLeft = at(await ram("ListPolicyVersions", typed), "PolicyVersions.PolicyVersion");
    assert.equal((versionsLeft as unknown[]).length, 1);
    const own = await ram("ListPolicies", { PolicyType: "Custom" });
    assert.equal(at(own, "Policies.Policy.0.Tags.Tag.0.TagKey"), "a");
    await ram("DeletePolicy", policy);
    assert.equal(await readCode(ram("GetPolicy", typed)), "EntityNotExist.Policy");
  });

  it("a policy belongs to users, groups and roles until it is detached", async () => {
    const trust = {
      Version: "1",
      Statement: [
        { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: ["ecs.aliyuncs.com"] } },
      ],
    };
    await ram("CreatePolicy", { PolicyName: "readers", PolicyDocument: document });
    await ram("CreateUser", { UserName: "operator" });
    await ram("CreateGroup", { GroupName: "operators" });
    await ram("CreateRole", { RoleName: "worker", AssumeRolePolicyDocument: JSON.stringify(trust) });
    const policy = { PolicyName: "readers", PolicyType: "Custom" };
    const owners = [
      ["User", "operator"],
      ["Group", "operators"],
      ["Role", "worker"],
    ] as const;
    for (const [kind, name] of owners) {
      const owner = { [`${kind}Name`]: name };
      await ram(`AttachPolicyTo${kind}`, { ...policy, ...owner });
      await ram(`AttachPolicyTo${kind}`, { PolicyName: "ReadOnlyAccess", PolicyType: "System", ...owner });
      const attached = at(await ram(`ListPoliciesFor${kind}`, owner), "Policies.Policy");
      assert.equal((attached as unknown[]).length, 2, kind);
      assert.notEqual(await readCode(ram(`Delete${kind}`, owner)), undefined, kind);
    }
    const entities = await ram("ListEntitiesForPolicy", policy);
    assert.equal(at(entities, "Roles.Role.0.RoleName"), "worker");
    assert.equal(
      await readCode(ram("DeletePolicy", { PolicyName: "readers" })),
      "DeleteConflict.Policy.Attachment",
    );
    for (const [kind, name] of owners)
      await ram(`DetachPolicyFrom${kind}`, { ...policy, [`${kind}Name`]: name });
    await ram("DeletePolicy", { PolicyName: "readers" });
  });

  it("the account has an alias until it is cleared", async () => {
    const accountId = at(await ram("GetAccountAlias"), "AccountAlias");
    await ram("SetAccountAlias", { AccountAlias: "shop" });
    assert.equal(at(await ram("GetAccountAlias"), "AccountAlias"), "shop");
    await ram("ClearAccountAlias");
    assert.equal(at(await ram("GetAccountAlias"), "AccountAlias"), accountId);
  });
});
