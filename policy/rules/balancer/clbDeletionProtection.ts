import { resourceRule } from "../../core/rule";
import { setProperty } from "../../core/values";
import { complies, violates, whenKnown } from "../../core/verdict";
import { formerClbType, clbType as type } from "./backEnds";
import { clb } from "./exampleResources";

const property = "deleteProtection";
const reads = ["deleteProtection"];

export const clbDeletionProtection = resourceRule({
  name: "clb-deletion-protection",
  title: "CLB has deletion protection",
  description: "The deletion protection of a CLB is on.",
  why:
    "Deleting a load balancer by accident also deletes its address, and the gateway can no longer reach " +
    "the VPC.",
  severity: "medium",
  level: "advisory",
  tags: ["slb-delete-protection-enabled"],
  hint: 'Set deleteProtection to "on".',
  argument: 'transform: { clb: { deleteProtection: "on" } } or protect: true',
  type,
  otherTypes: [formerClbType],
  reads: { [type]: reads, [formerClbType]: reads },
  options: {},
  evaluate: (balancer) =>
    whenKnown(property, balancer.get(property), (actual) =>
      actual === "on" ? complies : violates({ property, actual, expected: '"on"' }),
    ),
  remediate: (inputs) => setProperty(inputs, property, "on"),
  examples: { fails: [clb()], passes: [clb({ deleteProtection: "on" })] },
});
