import { type Policies, PolicyPack } from "@pulumi/policy";
import { Failure } from "../cli/failure";
import { createPolicies } from "../policy/core/policies";
import { rules } from "../policy/rules";

const packs: Readonly<Record<string, () => Policies>> = {
  "no-policies": () => [],
  "one-of-each-kind": () => [
    {
      name: "resource",
      description: "Judges every resource, and finds nothing.",
      validateResource: () => {},
    },
    { name: "stack", description: "Judges every stack, and finds nothing.", validateStack: () => {} },
  ],
  "stack-validation-a-rule": withoutFastPath,
};

/** The same rules as packs mostly have them: a validation of the stack for each, which sees every type. */
function withoutFastPath(): Policies {
  return createPolicies(rules).map((policy) => {
    if ("validateStack" in policy) {
      const { validateStack } = policy;
      return {
        ...policy,
        validateStack: (...args: Parameters<typeof validateStack>) => validateStack(...args),
      };
    }
    const { validateResource, remediateResource: _, ...about } = policy;
    if (typeof validateResource !== "function") throw new Failure(`${policy.name} judges no resource`);
    const type = (validateResource as { __pulumiType?: string }).__pulumiType;
    return {
      ...about,
      validateStack: async ({ resources, ...args }, report) => {
        for (const resource of resources) {
          if (type === undefined || resource.type === type)
            await validateResource({ ...args, ...resource } as never, report);
        }
      },
    };
  });
}

const [name = ""] = process.argv.slice(2);
const policies = packs[name];
if (!policies) throw new Failure(`There is no pack ${name}. There are ${Object.keys(packs).join(", ")}.`);
new PolicyPack(name, { policies: policies() });
