import type * as pulumi from "@pulumi/pulumi";
import { dynamicResource } from "../resource";
import type { InRegion } from "../types";
import type { GatewayCall } from "./gatewayCall";

export interface ReadinessInputs extends InRegion {
  instanceId: string;
  /** Empty if unknown: then the service's own check cannot run. */
  accessId: string;
  /** Target of the gateway, for messages. Empty and 0 if unknown. */
  target: string;
  port: number;
  /** Seconds to wait for the back end. */
  waitSeconds: number;
  /** Digests of the children between gateway and service, by name. A change runs the check again. */
  checkedFor: Record<string, string>;
  /** Health checks of these balancers, by name. */
  healthChecks: Record<string, HealthCheck>;
  /** Servers that must be healthy. Undefined without a balancer of the component. */
  servers?: BalancerServers;
  /** A call that only the back end can answer. */
  call?: GatewayCall;
}

export interface HealthCheck {
  digest: string;
  /** Seconds for which the balancer still uses a server that fails every check. */
  secondsUntilUnhealthy: number;
}

export interface BalancerServers {
  loadBalancerId: string;
  listener: { of: "CLB"; port: number; protocol: string } | { of: "ALB"; id: string };
  /** Server group of the listener, `rsp-…` or `sgp-…`. */
  serverGroupId: string;
  /** Servers as `<server ID>:<port>`. */
  expected: string[];
  healthChecked: boolean;
}

/** Check that a gateway instance reaches a VPC back end. A change of `checkedFor` runs it again. */
export class Readiness extends dynamicResource<ReadinessInputs>(
  "Readiness",
  ["outcome", "answer"],
  ["call"],
) {
  /** `connected`, or the reason why the check could not run. */
  declare readonly outcome: pulumi.Output<string>;
  /** Result of a call of the back end, or the reason why there was none. */
  declare readonly answer: pulumi.Output<string>;
}
