import { resourceRule } from "../../core/rule";
import { complies, violates, whenKnown } from "../../core/verdict";
import { securityGroup } from "./exampleResources";

const type = "alicloud:ecs/securityGroup:SecurityGroup";
const property = "description";

export const sgDescription = resourceRule({
  name: "sg-description",
  title: "Security groups say what they are for",
  description: "A security group has a description.",
  why: "Whoever looks at a group in the console must see whom it protects before changing it.",
  severity: "low",
  level: "advisory",
  tags: ["ecs-security-group-description-check"],
  remedy: "Let description say what the group is for.",
  argument: 'transform: { securityGroup: { description: "…" } }',
  type,
  reads: { [type]: [property] },
  options: {},
  judge: (group) =>
    whenKnown(property, group.at(property), (seen) =>
      typeof seen === "string" && seen.trim() !== ""
        ? complies
        : violates({ property, seen, wanted: "a text" }),
    ),
  examples: {
    fails: [securityGroup()],
    passes: [securityGroup({ description: "Nginx behind the gateway" })],
  },
});
