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
  title: "ALB server group has a health check",
  description: "A server group of an ALB has a health check.",
  why: "Without a health check, a load balancer keeps sending requests to an instance that has stopped.",
  severity: "high",
  level: "advisory",
  tags: ["alb-all-listener-health-check-enabled"],
  hint: "Set healthCheckConfig.healthCheckEnabled to true.",
  argument: "balancer: { healthCheckPath: … }",
  type,
  reads: { [type]: ["serverGroupType", "healthCheckConfig.healthCheckEnabled"] },
  options: {},
  evaluate: (group) => {
    // Server groups of type Fc do not support health checks.
    if (group.get("serverGroupType") === "Fc") return complies;
    return whenKnown(property, group.get(property), (actual) =>
      actual === true ? complies : violates({ property, actual, expected: "true" }),
    );
  },
  examples: { fails: [group(false)], passes: [group(true)] },
});
