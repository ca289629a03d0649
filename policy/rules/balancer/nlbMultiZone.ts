import { resourceRule } from "../../core/rule";
import { zoneVerdict } from "../../core/zones";
import { nlbType as type } from "./backEnds";
import { nlb } from "./exampleResources";

export const nlbMultiZone = resourceRule({
  name: "nlb-multi-zone",
  title: "An NLB spans zones",
  description: "An NLB is in two zones or more.",
  why: "A balancer in one zone stops with that zone.",
  severity: "medium",
  level: "advisory",
  tags: [],
  remedy: "Add a zone mapping in another zone.",
  type,
  reads: { [type]: ["zoneMappings[].zoneId"] },
  options: {},
  judge: (balancer) => zoneVerdict("zoneMappings", balancer.at("zoneMappings")),
  examples: {
    fails: [nlb({ zoneMappings: [{ zoneId: "cn-hangzhou-h", vswitchId: "vsw-1" }] })],
    passes: [nlb()],
  },
});
