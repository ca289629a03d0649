import { strings } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { isUnknown } from "../../core/values";
import { all, complies, undecided, violates } from "../../core/verdict";
import { ecsType as type } from "./backEnds";
import { ecs } from "./exampleResources";

export const ecsTagged = resourceRule({
  name: "ecs-tagged",
  title: "Instance has tags",
  description:
    "An instance has all tags that the option requiredTags lists, or at least one tag if it lists none.",
  why: "Bills, alarms and clean-up scripts use tags. An instance without tags has no known owner.",
  severity: "low",
  level: "advisory",
  tags: ["required-tags"],
  hint: "Add the tag to the instance.",
  argument: "tags",
  type,
  reads: { [type]: ["tags"] },
  options: { requiredTags: strings([], "Keys of tags that each instance must have.") },
  evaluate(instance, { requiredTags }) {
    const tags = instance.get("tags");
    if (isUnknown(tags)) return undecided("tags is unknown at preview");
    const own = typeof tags === "object" && tags !== null ? (tags as Record<string, unknown>) : {};
    if (requiredTags.length === 0) {
      return Object.keys(own).length > 0
        ? complies
        : violates({ property: "tags", actual: tags, expected: "at least one tag" });
    }
    const missing = requiredTags.filter((key) => own[key] === undefined || own[key] === "");
    return all(
      missing.map((key) => violates({ property: `tags.${key}`, actual: own[key], expected: "a value" })),
    );
  },
  examples: { fails: [ecs()], passes: [ecs({ tags: { team: "shop" } })] },
});
