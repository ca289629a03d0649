import { resourceRule } from "../../core/rule";
import { checkZones } from "../../core/zones";
import { nlbType as type } from "./backEnds";
import { nlb } from "./exampleResources";

export const nlbMultiZone = resourceRule({
  name: "nlb-multi-zone",
  title: "NLB spans zones",
  description: "An NLB has zone mappings in at least two zones.",
  why: "A load balancer in a single zone fails with this zone.",
  severity: "medium",
  level: "advisory",
  tags: [],
  hint: "Add a zone mapping in another zone.",
  type,
  reads: { [type]: ["zoneMappings[].zoneId"] },
  options: {},
  evaluate: (balancer) => checkZones("zoneMappings", balancer.get("zoneMappings")),
  examples: {
    fails: [nlb({ zoneMappings: [{ zoneId: "cn-hangzhou-h", vswitchId: "vsw-1" }] })],
    passes: [nlb()],
  },
});
