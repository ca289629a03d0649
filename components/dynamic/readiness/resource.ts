import type * as pulumi from "@pulumi/pulumi";
import { DynamicResource } from "../resource";

/** A health check of a balancer. */
export interface HealthCheck {
  /** Digest of its arguments. */
  digest: string;
  /** Seconds for which the balancer still uses a server that fails every check. */
  secondsUntilUnhealthy: number;
}

/** Check that a gateway instance reaches a VPC back end. A change of `checkedFor` runs it again. */
export class Readiness extends DynamicResource {
  /** `connected`, or the reason why the check could not run. */
  declare readonly outcome: pulumi.Output<string>;
  /** Result of a call of the back end, or the reason why there was none. */
  declare readonly answer: pulumi.Output<string>;

  constructor(
    name: string,
    args: {
      instanceId: pulumi.Input<string>;
      accessId: pulumi.Input<string>;
      target: pulumi.Input<string>;
      port: pulumi.Input<number>;
      waitSeconds: number;
      /** Digests of the arguments of the children between gateway and service, by name. */
      checkedFor: Record<string, pulumi.Input<string>>;
      /** Health checks of these balancers, by name. */
      healthChecks: Record<string, pulumi.Input<HealthCheck>>;
      call?: {
        url: pulumi.Input<string>;
        method: "GET" | "HEAD";
        stage: pulumi.Input<string>;
        /** Secret. */
        appCode?: pulumi.Output<string>;
      };
    },
    opts?: pulumi.CustomResourceOptions,
  ) {
    super(
      "Readiness",
      name,
      { ...args, outcome: undefined, answer: undefined },
      { ...opts, additionalSecretOutputs: ["call"] },
    );
  }
}
