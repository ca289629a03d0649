import { ecsRoleNotAdmin } from "../../../policy/rules";
import { type TestResource, unknown } from "../../support/policyHarness";
import type { Matrix } from "../matrix";

const resource =
  (type: string, name: string) =>
  (props: Record<string, unknown> = {}): TestResource => ({ type, name, props });
const ecs = resource("alicloud:ecs/instance:Instance", "web");
const configuration = resource("alicloud:ess/scalingConfiguration:ScalingConfiguration", "settings");
const role = resource("alicloud:ram/role:Role", "nginx")({ roleName: "nginx" });
const byName = { ref: "nginx", output: "roleName" };
const grant = resource("alicloud:ram/rolePolicyAttachment:RolePolicyAttachment", "rights");
const system = (policyName: unknown) => grant({ roleName: byName, policyName, policyType: "System" });
const custom = grant({ roleName: byName, policyName: { ref: "policy" }, policyType: "Custom" });
const policy = (policyDocument: unknown) =>
  resource("alicloud:ram/policy:Policy", "policy")({ policyName: "own", policyDocument });
const statement = (Action: unknown, Resource: unknown, Effect = "Allow") =>
  JSON.stringify({ Version: "1", Statement: [{ Effect, Action, Resource }] });
const attachment = resource("alicloud:ecs/ramRoleAttachment:RamRoleAttachment", "attachment");
const formerAttachment = resource("alicloud:ram/roleAttachment:RoleAttachment", "attachment");

const withRole = ecs({ roleName: byName });
const admin = system("AdministratorAccess");
const required = { [ecsRoleNotAdmin.name]: { required: true } };

export const roleMatrices: Readonly<Record<string, Matrix>> = {
  [ecsRoleNotAdmin.name]: {
    absent: { resources: [ecs()], finds: "nothing" },
    unknown: { resources: [role, admin, ecs({ roleName: unknown })], finds: "undecided" },
    unknownButLinked: {
      resources: [role, admin, ecs({ roleName: { ref: "nginx" } })],
      finds: "violation",
      says: /policyName: found "AdministratorAccess", expected a policy with limited rights, because web has the role/,
    },
    more: {
      "a role that an attachment gives to the instance": {
        resources: [role, admin, ecs(), attachment({ instanceId: { ref: "web" }, ramRoleName: byName })],
        finds: "violation",
      },
      "a role that the former attachment gives to the instance": {
        resources: [
          role,
          admin,
          ecs(),
          formerAttachment({ instanceIds: [{ ref: "web" }], roleName: byName }),
        ],
        finds: "violation",
      },
      "a role of a scaling configuration": {
        resources: [role, admin, configuration({ roleName: byName })],
        finds: "violation",
        says: /because settings has the role/,
      },
      "an administrator role without an instance": { resources: [role, admin, ecs()], finds: "nothing" },
      "a role that is named by a literal": {
        resources: [
          grant({ roleName: "nginx", policyName: "AdministratorAccess", policyType: "System" }),
          ecs({ roleName: "nginx" }),
        ],
        finds: "violation",
      },
      "a role of another stack": {
        resources: [ecs({ roleName: "nginx" })],
        finds: "undecided",
        says: /the policies of its role are not in this stack/,
      },
      "a role without policies": { resources: [role, withRole], finds: "nothing" },
      "an unknown policy": { resources: [role, system(unknown), withRole], finds: "undecided" },
      "a system policy that the option adds": {
        resources: [role, system("AliyunECSFullAccess"), withRole],
        config: { [ecsRoleNotAdmin.name]: { adminPolicies: ["AliyunECSFullAccess"] } },
        finds: "violation",
      },
      "a custom policy with all rights": {
        resources: [role, policy(statement("*", "*")), custom, withRole],
        finds: "violation",
      },
      "a custom policy with all rights, in lists": {
        resources: [role, policy(statement(["oss:GetObject", "*"], ["*"])), custom, withRole],
        finds: "violation",
      },
      "a custom policy with all actions on one resource": {
        resources: [role, policy(statement("*", "acs:oss:*:*:shop/*")), custom, withRole],
        finds: "nothing",
      },
      "a custom policy that denies everything": {
        resources: [role, policy(statement("*", "*", "Deny")), custom, withRole],
        finds: "nothing",
      },
      "a custom policy with an unknown document": {
        resources: [role, policy(unknown), custom, withRole],
        finds: "undecided",
      },
      "a custom policy that is not in JSON": {
        resources: [role, policy("Statement: []"), custom, withRole],
        finds: "undecided",
      },
      "a custom policy with all rights, with an unknown type": {
        resources: [
          ...[role, policy(statement("*", "*")), withRole],
          grant({ roleName: byName, policyName: { ref: "policy" }, policyType: unknown }),
        ],
        finds: "violation",
      },
      "a custom policy of another stack": {
        resources: [role, grant({ roleName: byName, policyName: "own", policyType: "Custom" }), withRole],
        finds: "undecided",
      },
      "an instance without a role, if the option requires one": {
        resources: [ecs()],
        config: required,
        finds: "violation",
        says: /roleName: not set, expected a RAM role/,
      },
      "an instance with an attached role, if the option requires one": {
        resources: [role, ecs(), attachment({ instanceId: { ref: "web" }, ramRoleName: byName })],
        config: required,
        finds: "nothing",
      },
      "an attachment with an unknown instance, if the option requires a role": {
        resources: [role, ecs(), attachment({ instanceId: unknown, ramRoleName: byName })],
        config: required,
        finds: "undecided",
      },
    },
  },
};
