import type * as pulumi from "@pulumi/pulumi";
import { child, type Nodes } from "../../component/children";
import { Readiness } from "../../dynamic/readiness/resource";
import type { GatewayAccess } from "../access/gatewayAccess";
import { digestChildren, findHealthChecks, findServers } from "./children";
import type { PlannedReadiness } from "./plan";

/** Resources between the gateway and the service. */
export interface Way {
  /** The gateway instance. */
  instanceId: pulumi.Input<string>;
  access: GatewayAccess;
  /** All children of the component. A change of any that is on the way runs the check again. */
  nodes: Nodes;
  /** Environment to call. */
  stage: pulumi.Input<string>;
  /** URLs of the APIs, by route. */
  urls: Record<string, pulumi.Output<string>>;
  /** AppCodes, by app. */
  apps: Record<string, { appCode: pulumi.Output<string> }>;
}

/** Creates the readiness check, which runs after `dependsOn`. Returns undefined if it is disabled. */
export function createReadiness(
  readiness: PlannedReadiness | undefined,
  { instanceId, access, nodes, stage, urls, apps }: Way,
  parent: pulumi.Resource,
  dependsOn: pulumi.Resource[],
): Readiness | undefined {
  if (!readiness) return undefined;
  const { waitSeconds, call } = readiness;
  const url = call && urls[call.route];
  const app = call?.app === undefined ? undefined : apps[call.app];
  return child(
    parent,
    "readiness",
    Readiness,
    "readiness",
    {
      instanceId,
      accessId: access.accessId,
      target: access.target,
      port: access.port,
      waitSeconds,
      checkedFor: digestChildren(nodes),
      healthChecks: findHealthChecks(nodes),
      servers: findServers(nodes),
      call: call && url && { url, method: call.method, stage, appCode: app?.appCode },
    },
    { dependsOn },
  );
}
