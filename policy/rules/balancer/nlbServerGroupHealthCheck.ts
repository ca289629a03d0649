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
  title: "An NLB checks its servers",
  description: "A server group of an NLB has its health check on, as it is unless switched off.",
  why: "Without a health check a balancer goes on sending calls to an instance that has stopped.",
  severity: "medium",
  level: "advisory",
  tags: [],
  remedy: "Take healthCheck.healthCheckEnabled out, or let it be true.",
  type,
  reads: { [type]: ["healthCheck.healthCheckEnabled"] },
  options: {},
  judge: (group) =>
    whenKnown(property, group.at(property), (seen) =>
      seen === false ? violates({ property, seen, wanted: "true" }) : complies,
    ),
  examples: { fails: [group(false)], passes: [group(true)] },
});
