import { resourceRule } from "../../core/rule";
import { checkZones } from "../../core/zones";
import { albType as type } from "./backEnds";
import { alb } from "./exampleResources";

export const albMultiZone = resourceRule({
  name: "alb-multi-zone",
  title: "ALB spans zones",
  description: "An ALB has zone mappings in at least two zones.",
  why: "A load balancer in a single zone fails with this zone.",
  severity: "high",
  level: "advisory",
  tags: ["alb-instance-multi-zone"],
  hint: "Add a zone mapping in another zone.",
  argument: "network: { zones: 2 }",
  type,
  reads: { [type]: ["zoneMappings[].zoneId"] },
  options: {},
  evaluate: (balancer) => checkZones("zoneMappings", balancer.get("zoneMappings")),
  examples: {
    fails: [alb({ zoneMappings: [{ zoneId: "cn-hangzhou-h", vswitchId: "vsw-1" }] })],
    passes: [alb()],
  },
});
