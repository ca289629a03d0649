import { resourceRule } from "../../core/rule";
import { complies, violates, whenKnown } from "../../core/verdict";
import { securityGroup } from "./exampleResources";

const type = "alicloud:ecs/securityGroup:SecurityGroup";
const property = "description";

export const sgDescription = resourceRule({
  name: "sg-description",
  title: "Security group has a description",
  description: "A security group has a description.",
  why: "Whoever sees a security group in the console must know what it protects before changing it.",
  severity: "low",
  level: "advisory",
  tags: ["ecs-security-group-description-check"],
  hint: "Set description to the purpose of the group.",
  argument: 'transform: { securityGroup: { description: "…" } }',
  type,
  reads: { [type]: [property] },
  options: {},
  evaluate: (group) =>
    whenKnown(property, group.get(property), (actual) =>
      typeof actual === "string" && actual.trim() !== ""
        ? complies
        : violates({ property, actual, expected: "a description" }),
    ),
  examples: {
    fails: [securityGroup()],
    passes: [securityGroup({ description: "Nginx behind the gateway" })],
  },
});
