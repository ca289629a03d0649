import { put } from "../../core/facts";
import { resourceRule } from "../../core/rule";
import { complies, violates, whenKnown } from "../../core/verdict";
import { formerClbType as formerType, clbType as type } from "./backEnds";
import { clb } from "./exampleResources";

const property = "deleteProtection";
const reads = ["deleteProtection"];

export const clbDeletionProtection = resourceRule({
  name: "clb-deletion-protection",
  title: "A CLB cannot be deleted by mistake",
  description: "A CLB has deletion protection.",
  why: "A balancer that is deleted by mistake takes its address with it, and the gateway's way into the VPC.",
  severity: "medium",
  level: "advisory",
  tags: ["slb-delete-protection-enabled"],
  remedy: "Let deleteProtection be on.",
  argument: 'transform: { clb: { deleteProtection: "on" } }, or protect: true',
  type,
  formerType,
  reads: { [type]: reads, [formerType]: reads },
  options: {},
  judge: (balancer) =>
    whenKnown(property, balancer.at(property), (seen) =>
      seen === "on" ? complies : violates({ property, seen, wanted: '"on"' }),
    ),
  mend: (inputs) => put(inputs, property, "on"),
  examples: { fails: [clb()], passes: [clb({ deleteProtection: "on" })] },
});
