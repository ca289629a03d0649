import { resourceRule } from "../../core/rule";
import { complies, violates, whenKnown } from "../../core/verdict";
import { formerClbType as formerType, clbType as type } from "./backEnds";
import { clb } from "./exampleResources";

const property = "slaveZoneId";
const reads = ["masterZoneId", "slaveZoneId"];

export const clbMultiZone = resourceRule({
  name: "clb-multi-zone",
  title: "A CLB has its second zone elsewhere",
  description: "A CLB that is told its zones is told two different ones.",
  why: "A CLB moves to its second zone when the first one fails. If both are the same it has nowhere to go.",
  severity: "medium",
  level: "advisory",
  tags: ["slb-instance-multi-zone"],
  remedy: "Let slaveZoneId be another zone than masterZoneId, or leave both to the service.",
  type,
  formerType,
  reads: { [type]: reads, [formerType]: reads },
  options: {},
  judge: (balancer) =>
    whenKnown("masterZoneId", balancer.at("masterZoneId"), (first) =>
      whenKnown(property, balancer.at(property), (seen) =>
        first === undefined || first !== seen
          ? complies
          : violates({ property, seen, wanted: "another zone than masterZoneId" }),
      ),
    ),
  examples: {
    fails: [clb({ masterZoneId: "cn-hangzhou-h", slaveZoneId: "cn-hangzhou-h" })],
    passes: [clb({ masterZoneId: "cn-hangzhou-h", slaveZoneId: "cn-hangzhou-i" })],
  },
});
