import { addToList } from "../../core/lists";
import { flag, strings } from "../../core/options";
import { resolveReference } from "../../core/reference";
import { type Evaluation, type ExampleResource, stackRule } from "../../core/rule";
import type { Stack, StackResource } from "../../core/stack";
import { isUnknown } from "../../core/values";
import { complies, undecided, type Verdict, violates, whenKnown } from "../../core/verdict";
import { ecsType as type } from "./backEnds";
import { ecs } from "./exampleResources";
import { grantsEverything } from "./ramPolicy";
import { scalingConfigurationType } from "./scalingGroups";

const roleType = "alicloud:ram/role:Role";
const grantType = "alicloud:ram/rolePolicyAttachment:RolePolicyAttachment";
const policyType = "alicloud:ram/policy:Policy";

/** Types that give a role to instances: the property with the name of the role, and that with the instances. */
const uses: Readonly<Record<string, readonly [role: string, instances?: string]>> = {
  [type]: ["roleName"],
  [scalingConfigurationType]: ["roleName"],
  "alicloud:ecs/ramRoleAttachment:RamRoleAttachment": ["ramRoleName", "instanceId"],
  "alicloud:ram/roleAttachment:RoleAttachment": ["roleName", "instanceIds"],
};

const names = ["roleName", "name", "id"];
const policyNames = ["policyName", "name", "id"];

const role: ExampleResource = { type: roleType, name: "nginx", props: { roleName: "nginx" } };
const grant = (policyName: string): ExampleResource => ({
  type: grantType,
  name: "rights",
  props: { roleName: { ref: "nginx", output: "roleName" }, policyName, policyType: "System" },
});
const withRole = ecs({ roleName: { ref: "nginx", output: "roleName" } });

export const ecsRoleNotAdmin = stackRule({
  name: "ecs-role-not-admin",
  title: "RAM role of an instance has limited rights",
  description: "The RAM role of an instance has no policy that grants all rights.",
  why:
    "Every program on an instance can get the credentials of its RAM role. If the role has all rights, an attacker who " +
    "controls the web server controls the account. The option required also demands that each instance has a role, which " +
    "is better than an AccessKey on the instance.",
  severity: "high",
  level: "advisory",
  tags: ["ram-policy-no-statements-with-admin-access-check", "ecs-instance-ram-role-attached"],
  hint: "Attach a policy with the actions and resources that the instance needs.",
  type,
  otherTypes: [scalingConfigurationType],
  reads: {
    ...Object.fromEntries(
      Object.entries(uses).map(([user, [property, instances]]) => [
        user,
        instances === undefined ? [property] : [property, instances],
      ]),
    ),
    [roleType]: ["roleName", "name"],
    [grantType]: ["roleName", "policyName", "policyType"],
    [policyType]: ["policyName", "name", "policyDocument", "document"],
  },
  options: {
    adminPolicies: strings(
      ["AdministratorAccess", "PowerUserAccess", "AliyunRAMFullAccess"],
      "System policies that an instance must not have.",
    ),
    required: flag(false, "Whether each instance must have a RAM role."),
  },
  evaluate(stack, { adminPolicies, required }): Evaluation[] {
    const { open, grants } = findGrants(stack);
    return [
      ...open,
      ...[...grants].map(([resource, user]) => ({
        resource,
        ...checkGrant(stack, resource, user, adminPolicies),
      })),
      ...(required ? findWithoutRole(stack) : []),
    ];
  },
  examples: {
    fails: [role, grant("AdministratorAccess"), withRole],
    passes: [role, grant("AliyunOSSReadOnlyAccess"), withRole],
  },
});

const isSet = (value: unknown): boolean => value !== undefined && value !== "";

/** Finds the policies of the roles of instances, each with one user of the role. */
function findGrants(stack: Stack) {
  const byRole = new Map<unknown, StackResource[]>();
  for (const grant of stack.ofType(grantType)) {
    const { targets } = resolveReference(stack, grant, "roleName", { [roleType]: names });
    for (const key of [...targets, grant.get("roleName")]) addToList(byRole, key, grant);
  }
  const open: Evaluation[] = [];
  const grants = new Map<StackResource, StackResource>();
  for (const [user, [property]] of Object.entries(uses)) {
    for (const resource of stack.ofType(user).filter((each) => isSet(each.get(property)))) {
      const { isCertain, targets } = resolveReference(stack, resource, property, { [roleType]: names });
      const own = [...targets, resource.get(property)].flatMap((key) => byRole.get(key) ?? []);
      if (!isCertain) open.push({ resource, ...undecided(`${property} is unknown at preview`) });
      else if (targets.length + own.length === 0)
        open.push({ resource, ...undecided("the policies of its role are not in this stack") });
      else for (const grant of own) grants.set(grant, resource);
    }
  }
  return { open, grants };
}

function checkGrant(
  stack: Stack,
  grant: StackResource,
  user: StackResource,
  adminPolicies: readonly string[],
): Verdict {
  const actual = grant.get("policyName");
  const violation = violates({
    property: "policyName",
    actual,
    expected: `a policy with limited rights, because ${user.name} has the role`,
  });
  // Without the type: that of a policy of the stack is unknown at preview.
  const { isCertain, targets } = resolveReference(stack, grant, "policyName", { [policyType]: policyNames });
  const [policy] = isCertain ? targets : [];
  if (policy) {
    const document = policy.get("policyDocument") ?? policy.get("document");
    if (isUnknown(document)) return undecided(`the document of ${policy.name} is unknown at preview`);
    const isAdmin = grantsEverything(document);
    if (isAdmin === undefined) return undecided(`the document of ${policy.name} is not an object in JSON`);
    return isAdmin ? violation : complies;
  }
  return whenKnown("policyType", grant.get("policyType"), (kind) => {
    if (kind !== "System") return undecided("its policy is not in this stack, or unknown at preview");
    return whenKnown("policyName", actual, (name) =>
      adminPolicies.includes(String(name)) ? violation : complies,
    );
  });
}

/** Finds instances without a role. An attachment with unknown instances may give them one. */
function findWithoutRole(stack: Stack): Evaluation[] {
  const withRole = new Set<StackResource>();
  let isOpen = false;
  for (const [user, [, property]] of Object.entries(uses)) {
    for (const attachment of property === undefined ? [] : stack.ofType(user)) {
      const value = attachment.get(property as string);
      const ids: readonly unknown[] = Array.isArray(value) ? value : [value];
      const instances = [
        ...ids.filter((id) => !isUnknown(id)).flatMap((id) => stack.findByValue(attachment, id, type, "id")),
        ...attachment.dependencies(property as string).filter((other) => other.type === type),
      ];
      if (instances.length === 0) isOpen = true;
      for (const instance of instances) withRole.add(instance);
    }
  }
  return [type, scalingConfigurationType].flatMap((each) =>
    stack
      .ofType(each)
      .filter((instance) => !withRole.has(instance) && !isSet(instance.get("roleName")))
      .map((resource) => ({
        resource,
        ...(isOpen
          ? undecided("an attachment of a role may name it")
          : violates({
              property: "roleName",
              actual: undefined,
              expected: "a RAM role",
              hint: "Attach a RAM role with a RamRoleAttachment, or set roleName.",
            })),
      })),
  );
}
