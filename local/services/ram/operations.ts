import { parseJson, TooComplexError } from "../../parsing";
import type { RamRole, Tag } from "../../store/model";
import { type Call, type CloudOperation, ramOperation } from "../common/call";
import { newDecimalId } from "../common/ids";
import { accountId } from "../common/regions";
import { hasTags, tagKeyValueTags, withTags } from "../common/tags";
import { isoSeconds } from "../common/times";
import { findEntity, listRelations } from "./entities";
import { ramError } from "./errors";
import { policies } from "./policies";
import { readTags } from "./tags";
import { people } from "./users";

const roleName = {
  type: "string",
  required: true,
  pattern: /^[A-Za-z0-9.-]{1,64}$/,
  form: "1 to 64 letters, digits, periods and hyphens",
} as const;
const description = { type: "string", maxLength: 1024 } as const;
/** Seconds. Source: MaxSessionDuration of CreateRole. */
const sessionDuration = { type: "integer", min: 3600, max: 43_200 } as const;
/** Roles and policies have tags here. Clients of RAM send lists as JSON. */
const tagged = {
  ResourceType: { type: "string", required: true, implemented: ["role", "policy"] },
  ResourceNames: { type: "jsonStrings", required: true, max: 50 },
} as const;

function findRole(call: Call, name: string): RamRole {
  const role = call.store.ramRoles.get(name);
  if (!role) throw ramError("EntityNotExist.Role", name);
  return role;
}

const findTagged = (call: Call, type: string, name: string): { tags: Tag[] } =>
  type === "role" ? findRole(call, name) : findEntity(call, "Policy", name);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Checks a trust policy: JSON with a version and statements that allow a principal to assume the role. */
function checkDocument(text: string): void {
  let document: unknown;
  try {
    document = parseJson(text);
  } catch (error) {
    const reason = error instanceof TooComplexError ? error.message.replace(/\.$/, "") : "is not valid JSON";
    throw ramError("MalformedPolicyDocument", reason);
  }
  const statements = isObject(document) && document.Version === "1" ? document.Statement : undefined;
  if (!Array.isArray(statements) || statements.length === 0)
    throw ramError("MalformedPolicyDocument", "needs Version 1 and a list Statement");
  const wrong = statements.some(
    (statement: unknown) =>
      !isObject(statement) || !isObject(statement.Principal) || statement.Effect === undefined,
  );
  if (wrong) throw ramError("MalformedPolicyDocument", "has a statement without Effect or Principal");
}

const describeRole = (role: RamRole) => ({
  RoleId: role.roleId,
  RoleName: role.id,
  RolePrincipalName: `${role.id}@role.${accountId}.onaliyunservice.com`,
  IsServiceLinkedRole: false,
  Arn: `acs:ram::${accountId}:role/${role.id.toLowerCase()}`,
  Description: role.description,
  AssumeRolePolicyDocument: role.policyDocument,
  MaxSessionDuration: role.maxSessionDuration,
  CreateDate: role.createdTime,
  UpdateDate: role.updatedTime,
  Tags: { Tag: tagKeyValueTags(role.tags) },
});

/** All implemented actions of Resource Access Management (2015-05-01). Nobody can assume a role. */
export const ramOperations: readonly CloudOperation[] = [
  ramOperation({
    action: "CreateRole",
    parameters: {
      RoleName: roleName,
      AssumeRolePolicyDocument: { type: "string", required: true },
      Description: description,
      MaxSessionDuration: sessionDuration,
      Tag: { type: "json" },
    },
    handle(call, p) {
      if (call.store.ramRoles.get(p.RoleName)) throw ramError("EntityAlreadyExists.Role", p.RoleName);
      checkDocument(p.AssumeRolePolicyDocument);
      const createdTime = isoSeconds(call.cloud.clock());
      const role = call.store.ramRoles.put({
        id: p.RoleName,
        regionId: "",
        createdTime,
        updatedTime: createdTime,
        tags: withTags([], readTags(p.Tag)),
        roleId: newDecimalId(18),
        description: p.Description ?? "",
        policyDocument: p.AssumeRolePolicyDocument,
        maxSessionDuration: p.MaxSessionDuration ?? 3600,
      });
      return { Role: describeRole(role) };
    },
  }),
  ramOperation({
    action: "GetRole",
    parameters: { RoleName: roleName },
    handle: (call, p) => ({ Role: describeRole(findRole(call, p.RoleName)) }),
  }),
  ramOperation({
    action: "ListRoles",
    parameters: {
      MaxItems: { type: "integer", min: 1, max: 1000 },
      Marker: { type: "string", implemented: [] },
      Tag: { type: "json" },
    },
    handle(call, p) {
      const found = call.store.ramRoles.filter((role) => hasTags(role, readTags(p.Tag)));
      return { IsTruncated: false, Roles: { Role: found.map(describeRole) } };
    },
  }),
  ramOperation({
    action: "UpdateRole",
    parameters: {
      RoleName: roleName,
      NewAssumeRolePolicyDocument: { type: "string" },
      NewDescription: description,
      NewMaxSessionDuration: sessionDuration,
    },
    handle(call, p) {
      const role = findRole(call, p.RoleName);
      if (p.NewAssumeRolePolicyDocument) checkDocument(p.NewAssumeRolePolicyDocument);
      role.policyDocument = p.NewAssumeRolePolicyDocument || role.policyDocument;
      role.description = p.NewDescription ?? role.description;
      role.maxSessionDuration = p.NewMaxSessionDuration ?? role.maxSessionDuration;
      role.updatedTime = isoSeconds(call.cloud.clock());
      return { Role: describeRole(role) };
    },
  }),
  ramOperation({
    action: "DeleteRole",
    parameters: { RoleName: roleName },
    handle(call, p) {
      const { id } = findRole(call, p.RoleName);
      const user = call.store.instances.find(({ ramRoleName }) => ramRoleName === id);
      if (user) throw ramError("DeleteConflict.Role.Instance", id, user.id);
      if (listRelations(call, "policy", "from", `Role/${id}`).length > 0)
        throw ramError("DeleteConflict.Role.Policy", id);
      call.store.ramRoles.delete(id);
      return {};
    },
  }),
  ramOperation({
    action: "TagResources",
    parameters: { ...tagged, Tag: { type: "json", required: true } },
    handle(call, p) {
      const roles = p.ResourceNames.map((name) => findTagged(call, p.ResourceType, name));
      const changes = roles.map((role) => ({ role, tags: withTags(role.tags, readTags(p.Tag)) }));
      for (const { role, tags } of changes) role.tags = tags;
      return {};
    },
  }),
  ramOperation({
    action: "UntagResources",
    parameters: {
      ...tagged,
      TagKey: { type: "list", item: { type: "string" }, max: 20 },
      TagKeys: { type: "jsonStrings", max: 20 },
      All: { type: "boolean" },
    },
    handle(call, p) {
      const keys = [...p.TagKey, ...(p.TagKeys ?? [])];
      for (const role of p.ResourceNames.map((name) => findTagged(call, p.ResourceType, name))) {
        role.tags = p.All && keys.length === 0 ? [] : role.tags.filter(({ key }) => !keys.includes(key));
      }
      return {};
    },
  }),
  ramOperation({
    action: "ListTagResources",
    parameters: tagged,
    handle(call, p) {
      const rows = p.ResourceNames.flatMap((name) =>
        findTagged(call, p.ResourceType, name).tags.map(({ key, value }) => ({
          ResourceId: name,
          ResourceName: name,
          ResourceType: p.ResourceType,
          TagKey: key,
          TagValue: value,
        })),
      );
      return { NextToken: "", TagResources: rows };
    },
  }),
  ...policies,
  ...people,
];
