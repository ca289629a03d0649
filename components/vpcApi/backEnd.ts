import type * as pulumi from "@pulumi/pulumi";
import { checkAlbZones } from "../balancer/albZones";
import { type AlbInstance, ApplicationLoadBalancer } from "../balancer/applicationLoadBalancer";
import { ClassicLoadBalancer } from "../balancer/classicLoadBalancer";
import { resolveBalancer, type VpcApiBalancerArgs } from "../balancer/settings";
import { childOf, type Tags } from "../component/options";
import { BalancerPlace } from "../dynamic/balancerPlace/resource";
import type { NewGatewayAccess } from "../gateway/access/args";
import type { Network, NetworkArgs, VpcApiNetworkArgs } from "../network/network";
import { resolveNetwork } from "../network/plan";
import {
  checkAddresses,
  checkExistingService,
  type ExistingInstances,
  type ExistingService,
  isTarget,
} from "../service/existingService";
import { defaultInstanceType } from "../service/instanceSettings";
import { NginxService, resolveNginxService, type VpcApiNginxArgs } from "../service/nginxService";
import { defaultHealthCheckPath, isHealthCheckPath, isServed } from "../service/servedPages";
import type { Problems } from "../validation/problems";

/** The service that the gateway calls: Nginx on new instances, or one that exists. */
export type VpcApiServiceArgs =
  | (VpcApiNginxArgs & {
      /** Left out: the instances are new. */
      existing?: undefined;
    })
  | {
      /** A service that exists, in the VPC of `network.existing`. */
      existing: ExistingService;
    };

/** What is behind the gateway. */
export interface BackEndArgs {
  network?: VpcApiNetworkArgs;
  service?: VpcApiServiceArgs;
  balancer?: VpcApiBalancerArgs;
  tags?: Tags;
}

/** What was made of it, and what the gateway's way to it needs to know. */
export interface BackEnd {
  service: NginxService | undefined;
  balancer: ClassicLoadBalancer | ApplicationLoadBalancer | undefined;
  access: Pick<NewGatewayAccess, "target" | "port" | "securityGroupId" | "servicePort" | "ipv6">;
}

/** Notes every problem in network, service and balancer, and in how they go together. */
export function resolveBackEnd(args: BackEndArgs, problems: Problems): void {
  const network = resolveNetwork(args.network ?? {}, problems.under("network"));
  const existing = args.service?.existing;
  if (existing) checkExisting(args, existing, problems);
  if (existing && isTarget(existing)) {
    if (args.balancer === undefined) return;
    problems.add(
      "balancer",
      "is given together with service.existing.target.",
      "Leave it out: the gateway calls the target itself. A new balancer goes before service.existing.instances.",
    );
    return;
  }
  const alone = args.balancer?.kind === "none";
  const service = existing ?? resolveNginx(args, alone ? 1 : network.vswitchCount, problems);
  const kind = resolveBalancer(args.balancer ?? {}, service.port, problems.under("balancer"));
  if (!existing && kind !== "none") checkHealthCheckPath(args, problems);
  const isServiceKnown = !problems.isInvalid("service.existing");
  if (args.network?.existing && network.vswitchCount === 0 && isServiceKnown) {
    problems.add("network.existing.vswitchIds", "is empty.", "Name at least one, or add vswitches.");
  }
  if (kind === "none" && existing) {
    problems.add(
      "service.existing.instances",
      'are given together with balancer.kind "none".',
      "Name the one instance that the gateway calls as service.existing.target instead, without a balancer.",
    );
  }
  if (args.balancer?.kind === "alb" && args.balancer.ipv6 && !network.ipv6) {
    problems.add("balancer.ipv6", "is true, but network.ipv6 is not.", "Set network.ipv6 to true as well.");
  }
  if (kind === "alb" && existing) checkAddresses(existing, problems.under("service.existing"));
  if (kind === "alb" && network.vswitchCount > 0) {
    const found = (args.network?.existing?.vswitchIds ?? []).map(() => undefined);
    const zoneIds = [...found, ...network.vswitches.map(({ zoneId }) => zoneId)];
    const where = found.length > 0 ? "existing.vswitchIds" : args.network?.vswitches ? "vswitches" : "zones";
    checkAlbZones(zoneIds, problems.under("network"), where);
  }
}

/** Reports a health check that nothing answers: no instance ever gets healthy. */
function checkHealthCheckPath({ balancer, service }: BackEndArgs, problems: Problems): void {
  const served = nginxSettings(service);
  const path = balancer && "healthCheckPath" in balancer ? balancer.healthCheckPath : undefined;
  const standard = defaultHealthCheckPath(served);
  const at = "balancer.healthCheckPath";
  if (path === undefined && standard === undefined) {
    const problem =
      "is missing: service.pages has no index.html, and no other page has a path that it takes.";
    problems.add(at, problem, "Add index.html to service.pages.");
  } else if (path !== undefined && isHealthCheckPath(path) && isServed(path, served) === false) {
    const hint =
      standard === undefined ? "Add a page of this path." : `Use ${standard}, or add a page of this path.`;
    problems.add(at, `"${path}" is not among service.pages, so no instance gets healthy.`, hint);
  }
}

function checkExisting(args: BackEndArgs, existing: ExistingService, problems: Problems): void {
  checkExistingService(existing, problems.under("service.existing"));
  if (args.network?.existing === undefined) {
    problems.add("network.existing", "is missing.", "Name the VPC that the existing service is in.");
  }
}

function resolveNginx(args: BackEndArgs, defaultInstances: number, problems: Problems) {
  const settings = nginxSettings(args.service);
  if (args.balancer?.kind === "none" && (settings.instances ?? 1) > 1) {
    problems.add(
      "service.instances",
      `is ${settings.instances}, but without a balancer the gateway calls one.`,
      "Use 1, or a balancer of kind clb or alb.",
    );
  }
  return resolveNginxService(settings, defaultInstances, problems.under("service"));
}

/** Arguments of the network that follow from what is to stand in it. */
export function networkArgs({ network, service, balancer, tags = {} }: BackEndArgs): NetworkArgs {
  const instanceType = service?.existing ? undefined : (service?.instanceType ?? defaultInstanceType);
  const called = service?.existing && isTarget(service.existing);
  return {
    ...network,
    ...(instanceType === undefined ? {} : { instanceType }),
    balancer: called ? "none" : (balancer?.kind ?? "clb"),
    path: "network",
    tags,
  };
}

const nginxSettings = (service: VpcApiServiceArgs | undefined): VpcApiNginxArgs => {
  if (service?.existing) return {};
  const { existing: _, ...settings } = service ?? {};
  return settings;
};

/** Who is called behind a balancer, or without one. */
interface Servers {
  service: NginxService | undefined;
  securityGroupId: pulumi.Input<string> | undefined;
  /** With what identifies each. */
  instances: (AlbInstance & { key: string })[];
  servicePort: number;
}

function newServers(service: NginxService): Servers {
  const { port: servicePort, securityGroupId } = service;
  const instances = service.instances.map(({ id, primaryIpAddress }, index) => ({
    id,
    primaryIpAddress,
    key: service.instanceKeys[index] as string,
  }));
  return { service, securityGroupId, instances, servicePort };
}

function existingServers({ instances, port: servicePort, securityGroupId }: ExistingInstances): Servers {
  const named = instances.map(({ id, privateIp = "" }, index) => ({
    id,
    primaryIpAddress: privateIp,
    key: typeof id === "string" ? id : String(index),
  }));
  return { service: undefined, securityGroupId, instances: named, servicePort };
}

/** Makes service and balancer in a network, as far as they do not exist. The arguments have no problems. */
export function createBackEnd(
  name: string,
  args: BackEndArgs,
  network: Network,
  parent: pulumi.Resource,
): BackEnd {
  const existing = args.service?.existing;
  if (existing && isTarget(existing)) {
    const { target, port, servicePort, securityGroupId } = existing;
    return {
      service: undefined,
      balancer: undefined,
      access: { target, port, ...withGroup(securityGroupId, servicePort ?? port, network) },
    };
  }
  const { tags = {} } = args;
  const healthCheckPath = existing ? undefined : defaultHealthCheckPath(nginxSettings(args.service));
  const balancer =
    healthCheckPath === undefined || args.balancer?.kind === "none"
      ? (args.balancer ?? {})
      : { healthCheckPath, ...args.balancer };
  const { service, securityGroupId, ...servers } = existing
    ? existingServers(existing)
    : newServers(createNginx(name, args, network, parent));
  const group = withGroup(securityGroupId, servers.servicePort, network);
  if (balancer.kind === "none") {
    const [instance] = service?.instances ?? [];
    const target = balancer.target === "address" ? instance?.primaryIpAddress : instance?.id;
    return {
      service,
      balancer: undefined,
      access: { target: target as pulumi.Input<string>, port: servers.servicePort, ...group },
    };
  }
  const { kind, ...settings } = balancer;
  if (kind === "alb") {
    const alb = new ApplicationLoadBalancer(
      name,
      {
        ...(network.ipv6 ? { ipv6: true } : {}),
        ...settings,
        servicePort: servers.servicePort,
        instances: servers.instances.map(({ id, primaryIpAddress }) => ({ id, primaryIpAddress })),
        vpcId: network.vpcId,
        vswitches: balancerVSwitches(network, args.network),
        ...(securityGroupId === undefined ? {} : { securityGroupId }),
        tags,
      },
      { parent },
    );
    // The instances see the ALB, not the gateway: the rule for the gateway's addresses is the ALB's own.
    const albGroup = withGroup(alb.securityGroupId, alb.port, network);
    return { service, balancer: alb, access: { target: alb.address, port: alb.port, ...albGroup } };
  }
  const candidates = balancerVSwitches(network, args.network);
  const { place } = new BalancerPlace(
    `${name}-clb-place`,
    { candidates: candidates.map(({ key }) => key) },
    childOf(parent),
  );
  const vswitchId = place.apply(
    (key) => (candidates.find((one) => one.key === key) ?? candidates[0])?.id as pulumi.Output<string>,
  );
  const instances = servers.instances.map(({ id, key }) => ({ id, key }));
  const { servicePort } = servers;
  const clb = new ClassicLoadBalancer(
    name,
    { ...settings, servicePort, instances, vswitchId, tags },
    { parent },
  );
  return { service, balancer: clb, access: { target: clb.loadBalancerId, port: clb.port, ...group } };
}

/**
 * The vSwitches with their keys, the one that a new balancer is called in first: the last by key, whatever the order of
 * the list, because a region's older zones, which are closed first, have the first letters. Of zones that the cloud
 * chooses it is the first, because the last is the one that a smaller number removes.
 */
function balancerVSwitches({ vswitches, vswitchKeys }: Network, settings: VpcApiNetworkArgs = {}) {
  const keyed = vswitches.map(({ id, zoneId, cidrBlock }, index) => ({
    key: vswitchKeys[index] as string,
    id,
    zoneId,
    cidrBlock,
  }));
  const byNumber = !Array.isArray(settings.zones) && !settings.vswitches && !settings.existing;
  return byNumber ? keyed : keyed.sort((a, b) => (a.key > b.key ? -1 : 1));
}

function createNginx(
  name: string,
  args: BackEndArgs,
  network: Network,
  parent: pulumi.Resource,
): NginxService {
  const settings = nginxSettings(args.service);
  const instances = args.balancer?.kind === "none" ? 1 : settings.instances;
  const vswitchIds = network.vswitches.map(({ id }) => id);
  return new NginxService(
    name,
    {
      ...settings,
      ...(instances === undefined ? {} : { instances }),
      vpcId: network.vpcId,
      vswitchIds,
      vswitchKeys: network.vswitchKeys,
      zoneIds: network.vswitches.map(({ zoneId }) => zoneId),
      ...(network.ipv6 ? { ipv6: true } : {}),
      tags: args.tags ?? {},
    },
    { parent },
  );
}

const withGroup = (
  securityGroupId: pulumi.Input<string> | undefined,
  servicePort: number,
  { ipv6 }: Network,
) => (securityGroupId === undefined ? {} : { securityGroupId, servicePort, ...(ipv6 ? { ipv6 } : {}) });
