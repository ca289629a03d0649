import { factAt, isUnknown, put } from "../../core/facts";
import { type ExampleResource, type ResourceRule, resourceRule } from "../../core/rule";
import { complies, undecided, violates } from "../../core/verdict";

const plain = "deletionProtectionEnabled";
/** The two ways in which an ALB or an NLB says the same; the provider takes both, and one beside the other. */
const ways = [plain, "deletionProtectionConfig.enabled"] as const;

/** The rule on ALBs or NLBs that they have deletion protection. */
export const deletionProtectionRule = (
  about: Pick<ResourceRule, "name" | "title" | "tags" | "argument" | "type"> & { readonly kind: string },
  balancer: (props?: Readonly<Record<string, unknown>>) => ExampleResource,
): ResourceRule => {
  const { kind, ...own } = about;
  return resourceRule({
    ...own,
    description: `${kind} has deletion protection, in either of the two ways to say so, and in neither is it off.`,
    why: "A balancer that is deleted by mistake takes its address with it, and the gateway's way into the VPC.",
    severity: "medium",
    level: "advisory",
    remedy: "Let deletionProtectionEnabled be true, and deletionProtectionConfig.enabled where it is set.",
    reads: { [about.type]: ways },
    options: {},
    judge(facts) {
      const values = ways.map((path) => facts.at(path));
      const off = ways.find((_, index) => values[index] === false);
      if (off !== undefined) return violates({ property: off, seen: false, wanted: "true" });
      if (values.includes(true)) return complies;
      const unknown = ways.find((_, index) => isUnknown(values[index]));
      return unknown === undefined
        ? violates({ property: plain, seen: values[0], wanted: "true" })
        : undecided(`${unknown} is not known yet`);
    },
    mend(inputs) {
      const said = ways.filter((path) => factAt(inputs, path) !== undefined);
      // Where it is said it is corrected, so that one way never contradicts the other.
      return (said.length > 0 ? said : [plain]).map((path) => put(inputs, path, true)).includes(true);
    },
    examples: { fails: [balancer()], passes: [balancer({ deletionProtectionEnabled: true })] },
  });
};
