import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { type ChildKinds, findRegistration, type Nodes } from "../../component/children";
import type { HealthCheck } from "../../dynamic/readiness/resource";
import { canonical } from "../../validation/canonical";

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
  const digests = Object.entries(nodes).flatMap(([role, children]) =>
    notOnTheWay.has(role)
      ? []
      : Object.entries(children as Record<string, pulumi.Resource>).flatMap(([name, child]) => {
          const registration = findRegistration(child);
          return registration === undefined
            ? []
            : [[`${role}/${name}`, digest(functional(registration.args))] as const];
        }),
  );
  return Object.fromEntries(digests);
}

const functional = (args: pulumi.Inputs): pulumi.Inputs =>
  Object.fromEntries(Object.entries(args).filter(([key]) => !cosmetic.has(key)));

const digest = (args: pulumi.Inputs): pulumi.Output<string> => pulumi.output(args).apply(hash);

const hash = (value: unknown): string =>
  createHash("sha256").update(canonical(value)).digest("hex").slice(0, 16);

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
    const args: Record<string, unknown> = findRegistration(listener)?.args ?? {};
    const isHealthCheck = (key: string) => /^health|^unhealthyThreshold$/.test(key);
    return [
      `clbListener/${name}`,
      Object.fromEntries(Object.entries(args).filter(([key]) => isHealthCheck(key))),
    ];
  });
  const ofAlb = Object.entries(nodes.albServerGroup).map(([name, group]) => {
    return [`albServerGroup/${name}`, findRegistration(group)?.args.healthCheckConfig ?? {}];
  });
  return Object.fromEntries(
    [...ofClb, ...ofAlb].map(([key, settings]) => [key, pulumi.output(settings).apply(describeHealthCheck)]),
  );
}

const describeHealthCheck = (settings: HealthCheckTiming): HealthCheck => ({
  digest: hash(settings),
  secondsUntilUnhealthy: secondsUntilUnhealthy(settings),
});
