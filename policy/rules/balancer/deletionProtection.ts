import { type ExampleResource, type ResourceRule, resourceRule } from "../../core/rule";
import { isUnknown, readProperty, setProperty } from "../../core/values";
import { complies, undecided, violates } from "../../core/verdict";

const mainPath = "deletionProtectionEnabled";
/** Two equivalent properties of an ALB or NLB. The provider accepts either, and both together. */
const paths = [mainPath, "deletionProtectionConfig.enabled"] as const;

/** Creates the rule that an ALB or NLB has deletion protection. */
export const deletionProtectionRule = (
  about: Pick<ResourceRule, "name" | "title" | "tags" | "argument" | "type"> & { readonly kind: string },
  balancer: (props?: Readonly<Record<string, unknown>>) => ExampleResource,
): ResourceRule => {
  const { kind, ...own } = about;
  return resourceRule({
    ...own,
    description: `${kind} enables deletion protection by one of two equivalent properties, and disables it by neither.`,
    why:
      "Deleting a load balancer by accident also deletes its address, and the gateway can no longer reach " +
      "the VPC.",
    severity: "medium",
    level: "advisory",
    hint: "Set deletionProtectionEnabled to true, and also deletionProtectionConfig.enabled if it is set.",
    reads: { [about.type]: paths },
    options: {},
    evaluate(facts) {
      const values = paths.map((path) => facts.get(path));
      const disabledPath = paths.find((_, index) => values[index] === false);
      if (disabledPath !== undefined)
        return violates({ property: disabledPath, actual: false, expected: "true" });
      if (values.includes(true)) return complies;
      const unknown = paths.find((_, index) => isUnknown(values[index]));
      return unknown === undefined
        ? violates({ property: mainPath, actual: values[0], expected: "true" })
        : undecided(`${unknown} is unknown at preview`);
    },
    remediate(inputs) {
      const setPaths = paths.filter((path) => readProperty(inputs, path) !== undefined);
      // Changes every property that is set, so that the two never contradict each other.
      return (setPaths.length > 0 ? setPaths : [mainPath])
        .map((path) => setProperty(inputs, path, true))
        .includes(true);
    },
    examples: { fails: [balancer()], passes: [balancer({ deletionProtectionEnabled: true })] },
  });
};
