import { resourceRule } from "../../core/rule";
import { complies, violates, whenKnown } from "../../core/verdict";

const type = "alicloud:nlb/serverGroup:ServerGroup";
const property = "healthCheck.healthCheckEnabled";
const group = (healthCheckEnabled: boolean) => ({
  type,
  name: "servers",
  props: { serverGroupName: "shop", vpcId: "vpc-1", protocol: "TCP", healthCheck: { healthCheckEnabled } },
});

export const nlbServerGroupHealthCheck = resourceRule({
  name: "nlb-server-group-health-check",
  title: "NLB server group has a health check",
  description: "The health check of an NLB server group is not disabled.",
  why: "Without a health check, a load balancer keeps sending requests to an instance that has stopped.",
  severity: "medium",
  level: "advisory",
  tags: [],
  hint: "Remove healthCheck.healthCheckEnabled, or set it to true.",
  type,
  reads: { [type]: ["healthCheck.healthCheckEnabled"] },
  options: {},
  evaluate: (group) =>
    whenKnown(property, group.get(property), (actual) =>
      actual === false ? violates({ property, actual, expected: "true" }) : complies,
    ),
  examples: { fails: [group(false)], passes: [group(true)] },
});
