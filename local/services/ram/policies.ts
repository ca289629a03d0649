import { parseJson } from "../../parsing";
import type { ParameterTable } from "../../rpc/parameterTypes";
import { type Call, ramOperation } from "../common/call";
import { tagKeyValueTags, withTags } from "../common/tags";
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
  relate,
  unrelate,
} from "./entities";
import { ramError } from "./errors";
import { readTags } from "./tags";

const policyType = { type: "string", required: true, enum: ["Custom", "System"] } as const;
const document = { type: "string", maxLength: 6144 } as const;
const versionId = { type: "string", required: true } as const;

/** Policies of Alibaba Cloud that programs name most. */
const systemPolicies: Readonly<Record<string, string>> = {
  AdministratorAccess: "*",
  ReadOnlyAccess: "*",
  ...Object.fromEntries(
    [
      "ECS",
      "VPC",
      "SLB",
      "ALB",
      "OSS",
      "RAM",
      "Log",
      "ApiGateway",
      "DNS",
      "EIP",
      "ESS",
      "KMS",
      "CloudMonitor",
      "ROS",
      "STSAssumeRole",
      "ActionTrail",
      "YundunCert",
      "Container",
      "FC",
      "RDS",
    ].flatMap((product) => [
      [`Aliyun${product}FullAccess`, `${product.toLowerCase()}:*`],
      [`Aliyun${product}ReadOnlyAccess`, `${product.toLowerCase()}:Describe*`],
    ]),
  ),
};

const systemDocument = (action: string): string =>
  JSON.stringify({ Version: "1", Statement: [{ Action: action, Resource: "*", Effect: "Allow" }] });
const systemDate = "2015-04-28T17:13:54Z";

interface Version {
  VersionId: string;
  IsDefaultVersion: boolean;
  PolicyDocument: string;
  CreateDate: string;
}

interface PolicyRow {
  PolicyName: string;
  PolicyType: string;
  Description: string;
  DefaultVersion: string;
  CreateDate: string;
  UpdateDate: string;
  AttachmentCount: number;
}

const entityOf = (type: string, policyName: string): string => `${type}/${policyName}`;

const versionsOf = (call: Call, policyName: string): Version[] =>
  findEntity(call, "Policy", policyName).values.versions as Version[];

/** A policy of the account, or one of Alibaba Cloud. */
function describePolicy(call: Call, type: string, policyName: string): PolicyRow {
  const attachments = listRelations(call, "policy", "to", entityOf(type, policyName)).length;
  if (type === "System") {
    if (!(policyName in systemPolicies) && !/^Aliyun\w+Access$/.test(policyName))
      throw ramError("EntityNotExist.Policy", policyName);
    const dates = { CreateDate: systemDate, UpdateDate: systemDate };
    return {
      ...{ PolicyName: policyName, PolicyType: type, Description: "", DefaultVersion: "v1" },
      ...dates,
      AttachmentCount: attachments,
    };
  }
  const { values } = findEntity(call, "Policy", policyName);
  return {
    PolicyName: String(values.PolicyName),
    PolicyType: "Custom",
    Description: String(values.Description),
    DefaultVersion: versionsOf(call, policyName).find((one) => one.IsDefaultVersion)?.VersionId ?? "",
    CreateDate: String(values.CreateDate),
    UpdateDate: String(values.UpdateDate),
    AttachmentCount: attachments,
  };
}

function findVersion(call: Call, type: string, policyName: string, id?: string): Version {
  if (type === "System") {
    const { CreateDate, DefaultVersion } = describePolicy(call, type, policyName);
    const text = systemDocument(systemPolicies[policyName] ?? "*");
    return { VersionId: DefaultVersion, IsDefaultVersion: true, PolicyDocument: text, CreateDate };
  }
  const found = versionsOf(call, policyName).find((one) =>
    id ? one.VersionId === id : one.IsDefaultVersion,
  );
  if (!found) throw ramError("EntityNotExist.Policy.Version", `${policyName} ${id}`);
  return found;
}

function checkDocument(text: string): void {
  try {
    const value = parseJson(text);
    if (typeof value === "object" && value !== null && "Statement" in value) return;
  } catch {
    // Refused below.
  }
  throw ramError("MalformedPolicyDocument", "needs Version 1 and a list Statement");
}

/** The policies of a user, group or role, as answers list them. */
export const policiesOf = (call: Call, entity: string) => ({
  Policies: {
    Policy: listRelations(call, "policy", "from", entity).map(({ type, name: policyName, date }) => {
      const { DefaultVersion, Description } = describePolicy(call, type, policyName);
      return {
        ...{ PolicyName: policyName, PolicyType: type, Description, DefaultVersion },
        AttachDate: date,
      };
    }),
  },
});

/** Attach, detach and list for one kind of entities. */
function attachments(kind: "User" | "Group" | "Role") {
  const owner: ParameterTable = { [`${kind}Name`]: name };
  const nameIn = (p: object): string => String(Object.entries(p).find(([key]) => key === `${kind}Name`)?.[1]);
  const check = (call: Call, entityName: string): string => {
    if (kind !== "Role") findEntity(call, kind, entityName);
    else if (!call.store.ramRoles.get(entityName)) throw ramError("EntityNotExist.Role", entityName);
    return `${kind}/${entityName}`;
  };
  const target = { PolicyName: name, PolicyType: policyType } as const;
  return [
    ramOperation({
      action: `AttachPolicyTo${kind}`,
      parameters: { ...target, ...owner },
      handle(call, p) {
        const from = check(call, nameIn(p));
        describePolicy(call, p.PolicyType, p.PolicyName);
        relate(call, { kind: "policy", from, to: entityOf(p.PolicyType, p.PolicyName) });
        return {};
      },
    }),
    ramOperation({
      action: `DetachPolicyFrom${kind}`,
      parameters: { ...target, ...owner },
      handle(call, p) {
        const from = check(call, nameIn(p));
        const to = entityOf(p.PolicyType, p.PolicyName);
        unrelate(call, { kind: "policy", from, to }, () =>
          ramError("EntityNotExist.Attachment", kind, p.PolicyName),
        );
        return {};
      },
    }),
    ramOperation({
      action: `ListPoliciesFor${kind}`,
      parameters: owner,
      handle: (call, p) => policiesOf(call, check(call, nameIn(p))),
    }),
  ];
}

/** Policies and their attachments. They restrict nobody: the local cloud has one key pair, which may do everything. */
export const policies = [
  ramOperation({
    action: "CreatePolicy",
    parameters: {
      PolicyName: name,
      PolicyDocument: { ...document, required: true },
      Description: comments,
      Tag: { type: "json" },
    },
    handle(call, p) {
      checkDocument(p.PolicyDocument);
      const policy = createEntity(call, "Policy", p.PolicyName, {
        PolicyName: p.PolicyName,
        Description: p.Description ?? "",
        versions: [],
        next: 2,
      });
      const { createdTime } = policy;
      const first = { VersionId: "v1", IsDefaultVersion: true, PolicyDocument: p.PolicyDocument };
      policy.values = { ...policy.values, versions: [{ ...first, CreateDate: createdTime }] };
      policy.tags = withTags([], readTags(p.Tag));
      return { Policy: describePolicy(call, "Custom", p.PolicyName) };
    },
  }),
  ramOperation({
    action: "GetPolicy",
    parameters: { PolicyName: name, PolicyType: policyType },
    handle(call, p) {
      const version = findVersion(call, p.PolicyType, p.PolicyName);
      const row = describePolicy(call, p.PolicyType, p.PolicyName);
      return { Policy: { ...row, PolicyDocument: version.PolicyDocument }, DefaultPolicyVersion: version };
    },
  }),
  ramOperation({
    action: "ListPolicies",
    parameters: {
      PolicyType: { type: "string", enum: ["Custom", "System"] },
      Tag: { type: "json" },
      ...listParameters,
    },
    handle(call, p) {
      const wanted = readTags(p.Tag);
      const own = listEntities(call, "Policy")
        .filter(({ tags }) =>
          wanted.every(({ Key, Value }) => tags.some(({ key, value }) => key === Key && value === Value)),
        )
        .map(({ values, tags }) => ({
          ...describePolicy(call, "Custom", String(values.PolicyName)),
          Tags: { Tag: tagKeyValueTags(tags) },
        }));
      const system = Object.keys(systemPolicies).map((one) => ({
        ...describePolicy(call, "System", one),
        Tags: { Tag: [] },
      }));
      const rows = [
        ...(p.PolicyType === "System" ? [] : own),
        ...(p.PolicyType === "Custom" || wanted.length > 0 ? [] : system),
      ];
      return { IsTruncated: false, Marker: "", Policies: { Policy: rows } };
    },
  }),
  ramOperation({
    action: "UpdatePolicyDescription",
    parameters: { PolicyName: name, NewDescription: comments },
    handle(call, p) {
      changeEntity(call, "Policy", p.PolicyName, { Description: p.NewDescription ?? "" });
      return { Policy: describePolicy(call, "Custom", p.PolicyName) };
    },
  }),
  ramOperation({
    action: "DeletePolicy",
    parameters: { PolicyName: name, CascadingDelete: { type: "boolean" } },
    handle(call, p) {
      const policy = findEntity(call, "Policy", p.PolicyName);
      const to = entityOf("Custom", p.PolicyName);
      const [user] = listRelations(call, "policy", "to", to);
      if (user && !p.CascadingDelete)
        throw ramError("DeleteConflict.Policy.Attachment", p.PolicyName, `${user.type} ${user.name}`);
      if ((policy.values.versions as Version[]).length > 1 && !p.CascadingDelete)
        throw ramError("DeleteConflict.Policy.Version", p.PolicyName);
      for (const { type, name: entity } of listRelations(call, "policy", "to", to))
        unrelate(call, { kind: "policy", from: `${type}/${entity}`, to }, () => new Error("is listed"));
      deleteEntity(call, "Policy", p.PolicyName);
      return {};
    },
  }),
  ramOperation({
    action: "CreatePolicyVersion",
    parameters: {
      PolicyName: name,
      PolicyDocument: { ...document, required: true },
      SetAsDefault: { type: "boolean" },
      RotateStrategy: { type: "string", enum: ["None", "DeleteOldestNonDefaultVersionWhenLimitExceeded"] },
    },
    handle(call, p) {
      checkDocument(p.PolicyDocument);
      const policy = findEntity(call, "Policy", p.PolicyName);
      const present = policy.values.versions as Version[];
      const limit = 5;
      const oldest = present.find((one) => !one.IsDefaultVersion);
      if (present.length >= limit && (!oldest || !p.RotateStrategy || p.RotateStrategy === "None"))
        throw ramError("LimitExceeded.Policy.Version", p.PolicyName, limit);
      const kept =
        present.length >= limit ? present.filter((one) => one.VersionId !== oldest?.VersionId) : present;
      const isDefault = p.SetAsDefault ?? false;
      const version: Version = {
        VersionId: `v${policy.values.next}`,
        IsDefaultVersion: isDefault,
        PolicyDocument: p.PolicyDocument,
        CreateDate: policy.createdTime,
      };
      const others = isDefault ? kept.map((one) => ({ ...one, IsDefaultVersion: false })) : kept;
      changeEntity(call, "Policy", p.PolicyName, {
        versions: [...others, version],
        next: Number(policy.values.next) + 1,
      });
      return { PolicyVersion: version };
    },
  }),
  ramOperation({
    action: "GetPolicyVersion",
    parameters: { PolicyName: name, PolicyType: policyType, VersionId: versionId },
    handle: (call, p) => ({ PolicyVersion: findVersion(call, p.PolicyType, p.PolicyName, p.VersionId) }),
  }),
  ramOperation({
    action: "ListPolicyVersions",
    parameters: { PolicyName: name, PolicyType: policyType },
    handle: (call, p) => ({
      PolicyVersions: {
        PolicyVersion:
          p.PolicyType === "System"
            ? [findVersion(call, "System", p.PolicyName)]
            : versionsOf(call, p.PolicyName),
      },
    }),
  }),
  ramOperation({
    action: "SetDefaultPolicyVersion",
    parameters: { PolicyName: name, VersionId: versionId },
    handle(call, p) {
      const { VersionId } = findVersion(call, "Custom", p.PolicyName, p.VersionId);
      const versions = versionsOf(call, p.PolicyName).map((one) => ({
        ...one,
        IsDefaultVersion: one.VersionId === VersionId,
      }));
      changeEntity(call, "Policy", p.PolicyName, { versions });
      return {};
    },
  }),
  ramOperation({
    action: "DeletePolicyVersion",
    parameters: { PolicyName: name, VersionId: versionId },
    handle(call, p) {
      const version = findVersion(call, "Custom", p.PolicyName, p.VersionId);
      if (version.IsDefaultVersion)
        throw ramError("DeleteConflict.PolicyVersion.Default", p.PolicyName, p.VersionId);
      const versions = versionsOf(call, p.PolicyName).filter((one) => one.VersionId !== version.VersionId);
      changeEntity(call, "Policy", p.PolicyName, { versions });
      return {};
    },
  }),
  ramOperation({
    action: "ListEntitiesForPolicy",
    parameters: { PolicyName: name, PolicyType: policyType },
    handle(call, p) {
      describePolicy(call, p.PolicyType, p.PolicyName);
      const all = listRelations(call, "policy", "to", entityOf(p.PolicyType, p.PolicyName));
      const of = (type: string) => all.filter((one) => one.type.toLowerCase() === type.toLowerCase());
      return {
        Users: {
          User: of("User").map((one) => {
            const values = findOptional(call, "User", one.name)?.values;
            return {
              ...{ UserName: one.name, UserId: values?.UserId, DisplayName: values?.DisplayName ?? "" },
              AttachDate: one.date,
            };
          }),
        },
        Groups: {
          Group: of("Group").map((one) => ({
            GroupName: one.name,
            Comments: findOptional(call, "Group", one.name)?.values.Comments ?? "",
            AttachDate: one.date,
          })),
        },
        Roles: {
          Role: of("Role").map((one) => {
            const role = call.store.ramRoles.get(one.name);
            return {
              ...{ RoleName: one.name, RoleId: role?.roleId ?? "", Description: role?.description ?? "" },
              ...{ Arn: `acs:ram::role/${one.name.toLowerCase()}`, AttachDate: one.date },
            };
          }),
        },
      };
    },
  }),
  ...attachments("User"),
  ...attachments("Group"),
  ...attachments("Role"),
];
