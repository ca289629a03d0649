import type * as pulumi from "@pulumi/pulumi";
import { Readiness } from "../cloudapi/resources";
import type { Mistakes } from "../core/mistakes";
import { checkWholeNumber } from "../core/names";
import { childOf } from "../core/options";
import type { GatewayAccess } from "./access";
import type { RouteRevision } from "./routes";

/** How the readiness of a service is checked. */
export interface ReadinessSettings {
  /**
   * How long the service may take until the gateway reaches it, in seconds: 1 to 3600. New instances install what
   * they serve first.
   *
   * @default 300
   */
  waitSeconds?: number;
}

const defaultWaitSeconds = 300;

/** Notes what cannot be waited for. */
export function checkReadiness(settings: boolean | ReadinessSettings | undefined, mistakes: Mistakes): void {
  const { waitSeconds } = typeof settings === "object" ? settings : {};
  if (waitSeconds === undefined) return;
  checkWholeNumber(waitSeconds, { from: 1, to: 3_600, unit: "seconds" }, mistakes, "waitSeconds");
}

/** What is on the way from the gateway to the service. */
export interface Way {
  /** The gateway instance. */
  instanceId: pulumi.Input<string>;
  access: GatewayAccess;
  /** The APIs: a changed definition is checked as well. */
  revisions: Record<string, RouteRevision>;
  /** Instances behind a balancer. */
  instanceIds: pulumi.Input<pulumi.Input<string>[]>;
}

/** Checks the way, after `dependsOn`; undefined when it was not asked for. */
export function createReadiness(
  name: string,
  settings: boolean | ReadinessSettings | undefined,
  { instanceId, access, revisions, instanceIds }: Way,
  parent: pulumi.Resource,
  dependsOn: pulumi.Resource[],
): Readiness | undefined {
  if (settings === undefined || settings === false) return undefined;
  const { waitSeconds = defaultWaitSeconds } = typeof settings === "object" ? settings : {};
  const rules = Object.values(access.nodes.securityGroupRule).map(
    ({ ipProtocol, policy, portRange, priority }) => ({ ipProtocol, policy, portRange, priority }),
  );
  return new Readiness(
    `${name}-readiness`,
    {
      instanceId,
      accessId: access.accessId,
      target: access.access.instanceId,
      port: access.access.port,
      waitSeconds,
      checkedFor: {
        rules,
        instanceIds,
        egressCidrs: access.egressCidrs,
        apis: Object.fromEntries(Object.entries(revisions).map(([route, { revision }]) => [route, revision])),
      },
    },
    childOf(parent, { dependsOn }),
  );
}
