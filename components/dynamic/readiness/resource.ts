import type * as pulumi from "@pulumi/pulumi";
import { DynamicResource } from "../resource";

/** A health check of a balancer. */
export interface HealthCheck {
  /** Changes with any of its settings. */
  digest: string;
  /** How long the balancer goes on using a server that fails every check. */
  secondsUntilUnhealthy: number;
}

/** A check that a gateway instance reaches a VPC back end; made again when `checkedFor` changes. */
export class Readiness extends DynamicResource {
  /** `connected`, or why the check could not be made. */
  declare readonly outcome: pulumi.Output<string>;
  /** What came of a call of the back end, or why there was none. */
  declare readonly answer: pulumi.Output<string>;

  constructor(
    name: string,
    args: {
      instanceId: pulumi.Input<string>;
      accessId: pulumi.Input<string>;
      target: pulumi.Input<string>;
      port: pulumi.Input<number>;
      waitSeconds: number;
      /** What is on the way, by name: digests of the children's arguments. */
      checkedFor: Record<string, pulumi.Input<string>>;
      /** Health checks of the balancers on the way, by name. */
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
