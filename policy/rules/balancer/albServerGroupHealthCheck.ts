import { resourceRule } from "../../core/rule";
import { complies, violates, whenKnown } from "../../core/verdict";

const type = "alicloud:alb/serverGroup:ServerGroup";
const property = "healthCheckConfig.healthCheckEnabled";
const group = (healthCheckEnabled: boolean) => ({
  type,
  name: "servers",
  props: {
    serverGroupName: "shop",
    vpcId: "vpc-1",
    protocol: "HTTP",
    healthCheckConfig: { healthCheckEnabled },
  },
});

export const albServerGroupHealthCheck = resourceRule({
  name: "alb-server-group-health-check",
  title: "An ALB checks its servers",
  description: "A server group of an ALB has a health check.",
  why: "Without a health check a balancer goes on sending calls to an instance that has stopped.",
  severity: "high",
  level: "advisory",
  tags: ["alb-all-listener-health-check-enabled"],
  remedy: "Let healthCheckConfig.healthCheckEnabled be true.",
  argument: "balancer: { healthCheckPath: … }",
  type,
  reads: { [type]: ["serverGroupType", "healthCheckConfig.healthCheckEnabled"] },
  options: {},
  judge: (group) => {
    // A function has no health to check.
    if (group.at("serverGroupType") === "Fc") return complies;
    return whenKnown(property, group.at(property), (seen) =>
      seen === true ? complies : violates({ property, seen, wanted: "true" }),
    );
  },
  examples: { fails: [group(false)], passes: [group(true)] },
});
