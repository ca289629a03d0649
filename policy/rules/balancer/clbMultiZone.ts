import { resourceRule } from "../../core/rule";
import { complies, violates, whenKnown } from "../../core/verdict";
import { formerClbType, clbType as type } from "./backEnds";
import { clb } from "./exampleResources";

const property = "slaveZoneId";
const reads = ["masterZoneId", "slaveZoneId"];

export const clbMultiZone = resourceRule({
  name: "clb-multi-zone",
  title: "CLB has two different zones",
  description: "A CLB that sets its zones sets two different ones.",
  why:
    "If the primary zone of a CLB fails, it moves to the secondary one. If both are the same zone, it " +
    "cannot move.",
  severity: "medium",
  level: "advisory",
  tags: ["slb-instance-multi-zone"],
  hint: "Set slaveZoneId to another zone than masterZoneId, or leave out both.",
  type,
  otherTypes: [formerClbType],
  reads: { [type]: reads, [formerClbType]: reads },
  options: {},
  evaluate: (balancer) =>
    whenKnown("masterZoneId", balancer.get("masterZoneId"), (first) =>
      whenKnown(property, balancer.get(property), (actual) =>
        first === undefined || first !== actual
          ? complies
          : violates({ property, actual, expected: "another zone than masterZoneId" }),
      ),
    ),
  examples: {
    fails: [clb({ masterZoneId: "cn-hangzhou-h", slaveZoneId: "cn-hangzhou-h" })],
    passes: [clb({ masterZoneId: "cn-hangzhou-h", slaveZoneId: "cn-hangzhou-i" })],
  },
});
