import * as pulumi from "@pulumi/pulumi";
import type * as alicloud from "../../alicloud";
import { type ChildKinds, findRegistration, type Nodes } from "../../component/children";
import type { AlbServer } from "../../dynamic/albServer/resource";
import type { BalancerServers, HealthCheck } from "../../dynamic/readiness/resource";
import type { DynamicArgs } from "../../dynamic/types";
import { digest } from "../../validation/canonical";
import { mapValues, withoutUndefined } from "../../validation/given";

type Role = keyof ChildKinds;

/** Children that do not affect a call on the group's own domain. A change of any other repeats the check. */
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

/** Arguments that do not affect requests. `regionId` and `__provider` determine how a resource is created. */
const cosmetic: readonly string[] = [
  ..."regionId __provider description tags volumeTags remarks".split(" "),
  ..."deletionProtection deleteProtection deletionProtectionEnabled".split(" "),
];

/** Digests of the arguments of children between gateway and service: `clbListener/listener`. May be secret. */
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
  Object.fromEntries(Object.entries(args).filter(([key]) => !cosmetic.includes(key)));

/** Defaults of CLB and ALB. Source: CLB documentation, "Configure health checks"; ALB documentation, "Health checks". */
const defaultTiming = { healthCheckTimeout: 5, healthCheckInterval: 2, unhealthyThreshold: 3 };

type HealthCheckTiming = Partial<typeof defaultTiming>;

/** Seconds until a server that fails every check is unhealthy. Source: CLB documentation, "Health check overview". */
export function secondsUntilUnhealthy(settings: HealthCheckTiming): number {
  const timing = { ...defaultTiming, ...withoutUndefined(settings) };
  const { healthCheckTimeout, healthCheckInterval, unhealthyThreshold } = timing;
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
  const checks: Record<string, pulumi.Input<HealthCheckTiming>> = Object.fromEntries([...ofClb, ...ofAlb]);
  return mapValues(checks, (check) => pulumi.output(check).apply(describeHealthCheck));
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
