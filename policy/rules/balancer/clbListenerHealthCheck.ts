import { resourceRule } from "../../core/rule";
import { complies, violates, whenKnown } from "../../core/verdict";

const type = "alicloud:slb/listener:Listener";
const property = "healthCheck";
const listener = (healthCheck: string) => ({
  type,
  name: "listener",
  props: { loadBalancerId: "lb-1", protocol: "http", frontendPort: 80, bandwidth: -1, healthCheck },
});

export const clbListenerHealthCheck = resourceRule({
  name: "clb-listener-health-check",
  title: "CLB listener has a health check",
  description: "The health check of a CLB listener is not off.",
  why: "Without a health check, a load balancer keeps sending requests to an instance that has stopped.",
  severity: "high",
  level: "advisory",
  tags: ["slb-all-listener-health-check-enabled"],
  hint: 'Set healthCheck to "on".',
  argument: "balancer: { healthCheckPath: … }",
  type,
  reads: { [type]: ["healthCheck"] },
  options: {},
  evaluate: (listener) =>
    whenKnown(property, listener.get(property), (actual) =>
      actual === "off" ? violates({ property, actual, expected: '"on"' }) : complies,
    ),
  examples: { fails: [listener("off")], passes: [listener("on")] },
});
