import { isUnknown } from "../../core/facts";
import { strings } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { all, complies, undecided, violates } from "../../core/verdict";
import { ecsType as type } from "./backEnds";
import { ecs } from "./exampleResources";

export const ecsTagged = resourceRule({
  name: "ecs-tagged",
  title: "Instances say whose they are",
  description:
    "An instance has the tags that the team requires; where it requires none by name, it has at least one.",
  why: "Bills, alarms and clean-ups go by tags. An instance without any belongs to nobody.",
  severity: "low",
  level: "advisory",
  tags: ["required-tags"],
  remedy: "Give the instance the tag.",
  argument: "tags",
  type,
  reads: { [type]: ["tags"] },
  options: { requiredTags: strings([], "Keys of tags that each instance must have, with a value.") },
  judge(instance, { requiredTags }) {
    const tags = instance.at("tags");
    if (isUnknown(tags)) return undecided("tags is not known yet");
    const own = typeof tags === "object" && tags !== null ? (tags as Record<string, unknown>) : {};
    if (requiredTags.length === 0) {
      return Object.keys(own).length > 0
        ? complies
        : violates({ property: "tags", seen: tags, wanted: "at least one tag" });
    }
    const missing = requiredTags.filter((key) => own[key] === undefined || own[key] === "");
    return all(
      missing.map((key) => violates({ property: `tags.${key}`, seen: own[key], wanted: "a value" })),
    );
  },
  examples: { fails: [ecs()], passes: [ecs({ tags: { team: "shop" } })] },
});
