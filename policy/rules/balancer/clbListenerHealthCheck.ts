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
  title: "A CLB checks its servers",
  description: "A listener of a CLB does not switch its health check off.",
  why: "Without a health check a balancer goes on sending calls to an instance that has stopped.",
  severity: "high",
  level: "advisory",
  tags: ["slb-all-listener-health-check-enabled"],
  remedy: "Let healthCheck be on.",
  argument: "balancer: { healthCheckPath: … }",
  type,
  reads: { [type]: ["healthCheck"] },
  options: {},
  judge: (listener) =>
    whenKnown(property, listener.at(property), (seen) =>
      seen === "off" ? violates({ property, seen, wanted: '"on"' }) : complies,
    ),
  examples: { fails: [listener("off")], passes: [listener("on")] },
});
