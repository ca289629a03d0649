import { resourceRule } from "../../core/rule";
import { zoneVerdict } from "../../core/zones";
import { albType as type } from "./backEnds";
import { alb } from "./exampleResources";

export const albMultiZone = resourceRule({
  name: "alb-multi-zone",
  title: "An ALB spans zones",
  description: "An ALB is in two zones or more.",
  why: "A balancer in one zone stops with that zone.",
  severity: "high",
  level: "advisory",
  tags: ["alb-instance-multi-zone"],
  remedy: "Add a zone mapping in another zone.",
  argument: "network: { zones: 2 }",
  type,
  reads: { [type]: ["zoneMappings[].zoneId"] },
  options: {},
  judge: (balancer) => zoneVerdict("zoneMappings", balancer.at("zoneMappings")),
  examples: {
    fails: [alb({ zoneMappings: [{ zoneId: "cn-hangzhou-h", vswitchId: "vsw-1" }] })],
    passes: [alb()],
  },
});
