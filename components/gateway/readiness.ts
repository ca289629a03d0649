import type * as pulumi from "@pulumi/pulumi";
import { Readiness } from "../cloudapi/resources";
import { childOf } from "../core/options";
import type { GatewayAccess } from "./access";
import type { ResolvedReadiness } from "./readinessCall";
import type { RouteRevision } from "./routes";

/** What is on the way from the gateway to the service. */
export interface Way {
  /** The gateway instance. */
  instanceId: pulumi.Input<string>;
  access: GatewayAccess;
  /** The APIs: a changed definition is checked as well. */
  revisions: Record<string, RouteRevision>;
  /** Instances behind a balancer. */
  instanceIds: pulumi.Input<pulumi.Input<string>[]>;
  /** Environment that is called. */
  stage: pulumi.Input<string>;
  /** Addresses of the APIs, by route. */
  urls: Record<string, pulumi.Output<string>>;
  /** AppCodes, by app. */
  apps: Record<string, { appCode: pulumi.Output<string> }>;
}

/** Checks the way, after `dependsOn`; undefined when that is switched off. */
export function createReadiness(
  name: string,
  readiness: ResolvedReadiness | undefined,
  { instanceId, access, revisions, instanceIds, stage, urls, apps }: Way,
  parent: pulumi.Resource,
  dependsOn: pulumi.Resource[],
): Readiness | undefined {
  if (!readiness) return undefined;
  const { waitSeconds, call } = readiness;
  const url = call && urls[call.route];
  const app = call?.app === undefined ? undefined : apps[call.app];
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
      ...(call && url && { call: { url, method: call.method, stage, ...(app && { appCode: app.appCode }) } }),
    },
    childOf(parent, { dependsOn }),
  );
}
