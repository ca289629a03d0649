import { randomBytes } from "node:crypto";
import type { StoredResource } from "../../store/model";
import { type Call, ramOperation } from "../common/call";
import { accountId } from "../common/regions";
import {
  changeEntity,
  comments,
  createEntity,
  deleteEntity,
  findEntity,
  findOptional,
  listEntities,
  listParameters,
  listRelations,
  name,
  newUserId,
  relate,
  unrelate,
} from "./entities";
import { ramError } from "./errors";

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;
const keyId = { type: "string", required: true } as const;
const contact = { DisplayName: text, MobilePhone: text, Email: text, Comments: comments } as const;
const newContact = {
  NewDisplayName: text,
  NewMobilePhone: text,
  NewEmail: text,
  NewComments: comments,
} as const;
const login = {
  Password: { type: "string", secret: true },
  PasswordResetRequired: flag,
  MFABindRequired: flag,
} as const;

const describeUser = ({ values }: StoredResource) => ({
  UserName: values.UserName,
  UserId: values.UserId,
  DisplayName: values.DisplayName ?? "",
  MobilePhone: values.MobilePhone ?? "",
  Email: values.Email ?? "",
  Comments: values.Comments ?? "",
  CreateDate: values.CreateDate,
  UpdateDate: values.UpdateDate,
  LastLoginDate: "",
});

const describeGroup = ({ values }: StoredResource) => ({
  GroupName: values.GroupName,
  GroupId: values.GroupId,
  Comments: values.Comments ?? "",
  CreateDate: values.CreateDate,
  UpdateDate: values.UpdateDate,
});

const describeProfile = ({ values }: StoredResource) => ({
  UserName: values.UserName,
  PasswordResetRequired: values.PasswordResetRequired ?? false,
  MFABindRequired: values.MFABindRequired ?? false,
  CreateDate: values.CreateDate,
});

/** `NewX` → X of the given values. */
const renamed = (given: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(given)
      .filter(([key, value]) => key.startsWith("New") && value !== undefined)
      .map(([key, value]) => [key.slice(3), value]),
  );

const keysOf = (call: Call, userName: string): StoredResource[] =>
  listEntities(call, "User.AccessKey").filter(({ values }) => values.UserName === userName);

function findKey(call: Call, id: string): StoredResource {
  return findEntity(call, "User.AccessKey", id);
}

/** Without a name, an action is about the caller, who is no RAM user here. */
const optionalUser = { ...name, required: false } as const;

const users = [
  ramOperation({
    action: "CreateUser",
    parameters: { UserName: name, ...contact },
    handle(call, p) {
      const user = createEntity(call, "User", p.UserName, { ...p, UserId: newUserId() });
      return { User: describeUser(user) };
    },
  }),
  ramOperation({
    action: "GetUser",
    parameters: { UserName: name },
    handle: (call, p) => ({ User: describeUser(findEntity(call, "User", p.UserName)) }),
  }),
  ramOperation({
    action: "ListUsers",
    parameters: listParameters,
    handle: (call) => ({
      ...{ IsTruncated: false, Marker: "" },
      Users: { User: listEntities(call, "User").map(describeUser) },
    }),
  }),
  ramOperation({
    action: "UpdateUser",
    parameters: { UserName: name, NewUserName: { ...name, required: false }, ...newContact },
    handle(call, p) {
      const user = changeEntity(call, "User", p.UserName, renamed(p), p.NewUserName);
      for (const { values } of p.NewUserName ? keysOf(call, p.UserName) : [])
        changeEntity(call, "User.AccessKey", String(values.AccessKeyId), { UserName: p.NewUserName });
      return { User: describeUser(user) };
    },
  }),
  ramOperation({
    action: "DeleteUser",
    parameters: { UserName: name },
    handle(call, p) {
      const entity = `User/${p.UserName}`;
      findEntity(call, "User", p.UserName);
      if (keysOf(call, p.UserName).length > 0) throw ramError("DeleteConflict.User.AccessKey", p.UserName);
      if (findOptional(call, "User.LoginProfile", p.UserName))
        throw ramError("DeleteConflict.User.LoginProfile", p.UserName);
      if (listRelations(call, "policy", "from", entity).length > 0)
        throw ramError("DeleteConflict.User.Policy", p.UserName);
      if (listRelations(call, "member", "from", entity).length > 0)
        throw ramError("DeleteConflict.User.Group", p.UserName);
      deleteEntity(call, "User", p.UserName);
      return {};
    },
  }),
  ramOperation({
    action: "UnbindMFADevice",
    parameters: { UserName: name },
    handle(call, p) {
      findEntity(call, "User", p.UserName);
      // Nobody has a device.
      return { MFADevice: { SerialNumber: "" } };
    },
  }),
];

const groups = [
  ramOperation({
    action: "CreateGroup",
    parameters: { GroupName: name, Comments: comments },
    handle(call, p) {
      return {
        Group: describeGroup(
          createEntity(call, "Group", p.GroupName, { ...p, GroupId: `g-${newUserId().slice(0, 16)}` }),
        ),
      };
    },
  }),
  ramOperation({
    action: "GetGroup",
    parameters: { GroupName: name },
    handle: (call, p) => ({ Group: describeGroup(findEntity(call, "Group", p.GroupName)) }),
  }),
  ramOperation({
    action: "ListGroups",
    parameters: listParameters,
    handle: (call) => ({
      ...{ IsTruncated: false, Marker: "" },
      Groups: { Group: listEntities(call, "Group").map(describeGroup) },
    }),
  }),
  ramOperation({
    action: "UpdateGroup",
    parameters: { GroupName: name, NewGroupName: { ...name, required: false }, NewComments: comments },
    handle: (call, p) => ({
      Group: describeGroup(changeEntity(call, "Group", p.GroupName, renamed(p), p.NewGroupName)),
    }),
  }),
  ramOperation({
    action: "DeleteGroup",
    parameters: { GroupName: name },
    handle(call, p) {
      const entity = `Group/${p.GroupName}`;
      findEntity(call, "Group", p.GroupName);
      if (listRelations(call, "member", "to", entity).length > 0)
        throw ramError("DeleteConflict.Group.User", p.GroupName);
      if (listRelations(call, "policy", "from", entity).length > 0)
        throw ramError("DeleteConflict.Group.Policy", p.GroupName);
      deleteEntity(call, "Group", p.GroupName);
      return {};
    },
  }),
  ramOperation({
    action: "AddUserToGroup",
    parameters: { UserName: name, GroupName: name },
    handle(call, p) {
      findEntity(call, "User", p.UserName);
      findEntity(call, "Group", p.GroupName);
      relate(call, { kind: "member", from: `User/${p.UserName}`, to: `Group/${p.GroupName}` });
      return {};
    },
  }),
  ramOperation({
    action: "RemoveUserFromGroup",
    parameters: { UserName: name, GroupName: name },
    handle(call, p) {
      const relation = { kind: "member", from: `User/${p.UserName}`, to: `Group/${p.GroupName}` } as const;
      unrelate(call, relation, () => ramError("EntityNotExist.User.Group", p.UserName, p.GroupName));
      return {};
    },
  }),
  ramOperation({
    action: "ListUsersForGroup",
    parameters: { GroupName: name, ...listParameters },
    handle(call, p) {
      findEntity(call, "Group", p.GroupName);
      const members = listRelations(call, "member", "to", `Group/${p.GroupName}`).map((one) => ({
        UserName: one.name,
        DisplayName: findOptional(call, "User", one.name)?.values.DisplayName ?? "",
        JoinDate: one.date,
      }));
      return { IsTruncated: false, Marker: "", Users: { User: members } };
    },
  }),
  ramOperation({
    action: "ListGroupsForUser",
    parameters: { UserName: name },
    handle(call, p) {
      findEntity(call, "User", p.UserName);
      const found = listRelations(call, "member", "from", `User/${p.UserName}`).map((one) => {
        const values = findOptional(call, "Group", one.name)?.values;
        return {
          ...{ GroupName: one.name, GroupId: values?.GroupId ?? "", Comments: values?.Comments ?? "" },
          JoinDate: one.date,
        };
      });
      return { Groups: { Group: found } };
    },
  }),
];

const credentials = [
  ramOperation({
    action: "CreateAccessKey",
    parameters: { UserName: optionalUser },
    handle(call, p) {
      if (p.UserName) findEntity(call, "User", p.UserName);
      const id = `LTAI5t${randomBytes(9).toString("hex")}`;
      const { values } = createEntity(call, "User.AccessKey", id, {
        ...{ AccessKeyId: id, UserName: p.UserName ?? "", Status: "Active" },
      });
      // The secret is not stored: nobody can call the local cloud with this key.
      const AccessKeySecret = randomBytes(15).toString("hex");
      return {
        AccessKey: { AccessKeyId: id, AccessKeySecret, Status: "Active", CreateDate: values.CreateDate },
      };
    },
  }),
  ramOperation({
    action: "ListAccessKeys",
    parameters: { UserName: optionalUser },
    handle(call, p) {
      if (p.UserName) findEntity(call, "User", p.UserName);
      const rows = keysOf(call, p.UserName ?? "").map(({ values: { AccessKeyId, Status, CreateDate } }) => ({
        ...{ AccessKeyId, Status, CreateDate },
      }));
      return { AccessKeys: { AccessKey: rows } };
    },
  }),
  ramOperation({
    action: "UpdateAccessKey",
    parameters: {
      UserName: optionalUser,
      UserAccessKeyId: keyId,
      Status: { type: "string", required: true, enum: ["Active", "Inactive"] },
    },
    handle(call, p) {
      findKey(call, p.UserAccessKeyId);
      changeEntity(call, "User.AccessKey", p.UserAccessKeyId, { Status: p.Status });
      return {};
    },
  }),
  ramOperation({
    action: "DeleteAccessKey",
    parameters: { UserName: optionalUser, UserAccessKeyId: keyId },
    handle(call, p) {
      deleteEntity(call, "User.AccessKey", p.UserAccessKeyId);
      return {};
    },
  }),
  ramOperation({
    action: "CreateLoginProfile",
    parameters: { UserName: name, ...login },
    handle(call, { Password: _password, ...p }) {
      findEntity(call, "User", p.UserName);
      return { LoginProfile: describeProfile(createEntity(call, "User.LoginProfile", p.UserName, p)) };
    },
  }),
  ramOperation({
    action: "GetLoginProfile",
    parameters: { UserName: name },
    handle: (call, p) => ({
      LoginProfile: describeProfile(findEntity(call, "User.LoginProfile", p.UserName)),
    }),
  }),
  ramOperation({
    action: "UpdateLoginProfile",
    parameters: { UserName: name, ...login },
    handle(call, { Password: _password, ...p }) {
      changeEntity(call, "User.LoginProfile", p.UserName, p);
      return {};
    },
  }),
  ramOperation({
    action: "DeleteLoginProfile",
    parameters: { UserName: name },
    handle(call, p) {
      deleteEntity(call, "User.LoginProfile", p.UserName);
      return {};
    },
  }),
];

const aliasId = "ram account alias";
const account = [
  ramOperation({
    action: "SetAccountAlias",
    parameters: { AccountAlias: { type: "string", required: true, maxLength: 50 } },
    handle(call, p) {
      call.store.storedResources.put({
        ...{ id: aliasId, kind: aliasId, regionId: "", createdTime: "", tags: [] },
        values: { AccountAlias: p.AccountAlias },
      });
      return {};
    },
  }),
  ramOperation({
    action: "GetAccountAlias",
    parameters: {},
    // The default alias is the ID of the account.
    handle: ({ store }) => ({
      AccountAlias: store.storedResources.get(aliasId)?.values.AccountAlias ?? accountId,
    }),
  }),
  ramOperation({
    action: "ClearAccountAlias",
    parameters: {},
    handle({ store }) {
      store.storedResources.delete(aliasId);
      return {};
    },
  }),
];

/** Users, groups and their credentials. Nobody can call the local cloud as one of these users. */
export const people = [...users, ...groups, ...credentials, ...account];
