import * as pulumi from "@pulumi/pulumi";
import type * as alicloud from "../../alicloud";
import { type ChildKinds, findRegistration, type Nodes } from "../../component/children";
import type { AlbServer } from "../../dynamic/albServer/resource";
import type { BalancerServers, HealthCheck } from "../../dynamic/readiness/resource";
import type { DynamicArgs } from "../../dynamic/types";
import { digest } from "../../validation/canonical";

type Role = keyof ChildKinds;

/**
 * Children that do not affect a call on the group's own domain. A change of any other child runs the check
 * again.
 */
const notOnTheWay: ReadonlySet<string> = new Set<Role>([
  "readiness",
  "nameSuffix",
  "generatedCredential",
  "appCredentials",
  "customDomain",
  "dnsRecord",
  "logProject",
  "logStore",
  "logStoreIndex",
  "logConfig",
]);

/**
 * Arguments of children that do not affect how requests are served. `regionId` and `__provider` of a dynamic
 * resource only determine how it is created.
 */
const cosmetic: ReadonlySet<string> = new Set([
  "regionId",
  "__provider",
  "description",
  "tags",
  "volumeTags",
  "remarks",
  "deletionProtection",
  "deleteProtection",
  "deletionProtectionEnabled",
]);

/**
 * A digest of the arguments of each child on the way from the gateway to the service, by role and name, such as
 * `clbListener/listener`. The digest of a child with secret arguments is secret.
 */
export function digestChildren(nodes: Nodes): Record<string, pulumi.Output<string>> {
  const relevant = Object.entries(nodes).filter(([role]) => !notOnTheWay.has(role));
  const digests = relevant.flatMap(([role, children]) =>
    Object.entries<pulumi.Resource>(children).flatMap(([name, child]) => {
      const registration = findRegistration(child);
      if (registration === undefined) return [];
      const args = pulumi.output(functional(registration.args));
      return [[`${role}/${name}`, args.apply((value) => digest(value))] as const];
    }),
  );
  return Object.fromEntries(digests);
}

const functional = (args: pulumi.Inputs): pulumi.Inputs =>
  Object.fromEntries(Object.entries(args).filter(([key]) => !cosmetic.has(key)));

/** Health check arguments that decide how long a balancer takes to see that a server is unhealthy. */
interface HealthCheckTiming {
  healthCheckTimeout?: number | undefined;
  healthCheckInterval?: number | undefined;
  unhealthyThreshold?: number | undefined;
}

/** Defaults of CLB and ALB. Source: CLB documentation, "Configure health checks"; ALB documentation, "Health checks". */
const defaultTiming = { timeout: 5, interval: 2, threshold: 3 };

/** Seconds until a server that fails every check is unhealthy. Source: CLB documentation, "Health check overview". */
export function secondsUntilUnhealthy({
  healthCheckTimeout = defaultTiming.timeout,
  healthCheckInterval = defaultTiming.interval,
  unhealthyThreshold = defaultTiming.threshold,
}: HealthCheckTiming): number {
  return healthCheckTimeout * unhealthyThreshold + healthCheckInterval * (unhealthyThreshold - 1);
}

/** Health checks of the balancers, by the same keys as the digests. */
export function findHealthChecks(nodes: Nodes): Record<string, pulumi.Output<HealthCheck>> {
  const ofClb = Object.entries(nodes.clbListener).map(([name, listener]) => {
    const args = Object.entries(readArgs(listener));
    const healthCheck = args.filter(([key]) => /^health|^unhealthyThreshold$/.test(key));
    return [`clbListener/${name}`, Object.fromEntries(healthCheck)];
  });
  const ofAlb = Object.entries(nodes.albServerGroup).map(([name, group]) => {
    return [`albServerGroup/${name}`, readArgs(group).healthCheckConfig ?? {}];
  });
  return Object.fromEntries(
    [...ofClb, ...ofAlb].map(([key, settings]) => [key, pulumi.output(settings).apply(describeHealthCheck)]),
  );
}

const describeHealthCheck = (settings: HealthCheckTiming): HealthCheck => ({
  digest: digest(settings),
  secondsUntilUnhealthy: secondsUntilUnhealthy(settings),
});

/** Servers behind the balancer. Undefined without one. */
export function findServers(nodes: Nodes): pulumi.Output<BalancerServers> | undefined {
  const [clbListener] = Object.values(nodes.clbListener);
  const [albListener] = Object.values(nodes.albListener);
  const [albServerGroup] = Object.values(nodes.albServerGroup);
  if (clbListener) {
    const { loadBalancerId, frontendPort: port, protocol } = clbListener;
    const healthChecked = pulumi.output(readArgs(clbListener).healthCheck).apply((check) => check !== "off");
    const listener = { of: "CLB" as const, port, protocol };
    return describeServers(Object.values(nodes.clbServer), { loadBalancerId, listener, healthChecked });
  }
  if (albListener && albServerGroup) {
    const { loadBalancerId, id } = albListener;
    const healthChecked = pulumi
      .output(readArgs(albServerGroup).healthCheckConfig)
      .apply((config) => config?.healthCheckEnabled !== false);
    const listener = { of: "ALB" as const, id };
    return describeServers(Object.values(nodes.albServer), { loadBalancerId, listener, healthChecked });
  }
  return undefined;
}

const readArgs = (child: pulumi.Resource): pulumi.Inputs => findRegistration(child)?.args ?? {};

type Attachment = alicloud.slb.ServerGroupServerAttachment | AlbServer;

function describeServers(
  attachments: readonly Attachment[],
  balancer: DynamicArgs<Pick<BalancerServers, "loadBalancerId" | "listener" | "healthChecked">>,
): pulumi.Output<BalancerServers> | undefined {
  const [attachment] = attachments;
  if (attachment === undefined) return undefined;
  const { serverGroupId } = attachment;
  const expected = attachments.map(({ serverId, port }) => pulumi.interpolate`${serverId}:${port}`);
  return pulumi.output({ ...balancer, serverGroupId, expected });
}
