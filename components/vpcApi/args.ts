import type * as pulumi from "@pulumi/pulumi";
import type { VpcApiBalancerArgs } from "../balancer/settings";
import type { ComponentArgs } from "../component/children";
import type { Tags } from "../component/options";
import { checkHost, checkSharedAccess, type SharedAccess } from "../gateway/access/args";
import { checkApps, type VpcApiAppArgs } from "../gateway/apps/args";
import { type ResolvedDomain, resolveDomains, type VpcApiDomainArgs } from "../gateway/domains/args";
import { domainContext } from "../gateway/domains/domains";
import { checkApiGroup, type VpcApiGroupArgs } from "../gateway/group/apiGroup";
import { checkGateway, newGateway, type VpcApiGatewayArgs } from "../gateway/instance/args";
import { resolveAccessLog, type VpcApiAccessLogArgs } from "../gateway/log/args";
import type { GroupPluginArgs, RoutePluginArgs } from "../gateway/plugins/args";
import { planPlugins } from "../gateway/plugins/plan";
import {
  mainStage,
  planPublication,
  type StagePlan,
  type VpcApiPublicationArgs,
} from "../gateway/publication/plan";
import {
  type ResolvedReadiness,
  resolveReadiness,
  type VpcApiReadinessArgs,
} from "../gateway/readiness/plan";
import {
  checkDefaults,
  type ResolvedRoute,
  type RouteArgs,
  type RouteDefaults,
  resolveRoutes,
} from "../gateway/routes/plan";
import type { VpcApiNetworkArgs } from "../network/network";
import type { Problems } from "../validation/problems";
import type { Stage } from "../validation/stages";
import { isObject } from "../validation/types";
import { resolveBackEnd, type VpcApiServiceArgs } from "./backEnd";

/** A route of `VpcApi`. */
export interface VpcApiRouteArgs extends RouteArgs {
  /** Limits, CORS and other plug-ins of this route, in place of those of all; `false` is none. @default those of all */
  plugins?: RoutePluginArgs;
  /** Environments that this route is published to, of those of the publication. @default all of them */
  stages?: Stage[];
}

/** Arguments of `VpcApi`. Its limits, CORS and other plug-ins are for all routes. */
export interface VpcApiArgs extends GroupPluginArgs, ComponentArgs {
  /** The VPC and its vSwitches, new or existing. @default 172.16.0.0/16 in two zones */
  network?: VpcApiNetworkArgs;
  /**
   * The Nginx instances, or an existing service: `{ existing: { target: "lb-…", port: 80 } }`.
   *
   * @default one in each zone, on port 80, with the page of the Nginx package
   */
  service?: VpcApiServiceArgs;
  /**
   * What stands before the instances: a CLB, `{ kind: "alb" }` for an intranet ALB, `{ kind: "none" }` to let the
   * gateway call the one instance. Left out with an existing target.
   *
   * @default a CLB that listens on the service's port
   */
  balancer?: VpcApiBalancerArgs;
  /**
   * `Host` that a virtual host of the service is asked for. A change replaces the VPC access authorization: calls fail
   * until the APIs are published with the new one, some seconds later.
   *
   * @default the balancer's address
   */
  host?: string;
  /**
   * A VPC access authorization that exists, instead of `network`, `service`, `balancer` and `host`: `access` of the
   * `VpcApi` that created it, or `{ accessName: "…" }` of one outside the program. The cloud has one authorization for
   * each target and port in a VPC, so a second API group on the same service shares that of the first.
   *
   * @default a new one
   */
  access?: SharedAccess;
  /**
   * The gateway instance that serves the group: `"shared"`, `{ existing: "apigateway-…" }`, or a new dedicated one,
   * `{ zoneId: "cn-hangzhou-MAZ6(i,j,k)" }`, which costs money as long as it is there. A change of the instance
   * replaces the group, its APIs and its domain, and interrupts the service.
   *
   * @default the one of `group.instanceId`, else the shared one
   */
  gateway?: VpcApiGatewayArgs;
  /**
   * The access log of the gateway, for all groups of the account in the region: `true` makes a log project that keeps
   * entries 30 days. There is one, so one stack of a region makes it.
   *
   * @default false
   */
  accessLog?: boolean | VpcApiAccessLogArgs;
  /** The API group. */
  group: VpcApiGroupArgs;
  /** The APIs by name: 4 to 50 letters, digits, hyphens or underscores, a letter first. At least one. */
  routes: Record<string, VpcApiRouteArgs | string>;
  /** What routes are that say nothing else: who may call, how, and how long the gateway waits. @default {} */
  defaults?: RouteDefaults;
  /** Where to, and with which remarks and versions, the APIs are published. @default { stage: "RELEASE" } */
  publication?: VpcApiPublicationArgs;
  /**
   * The apps that may call the APIs that are not anonymous, by name: 4 to 26 letters, digits or underscores, a letter
   * first. If all apps are created elsewhere, set `{}`: without it, a warning says that nobody can call the APIs.
   *
   * @default none
   */
  apps?: Record<string, VpcApiAppArgs>;
  /**
   * Domains of your own that lead to the APIs, at most 5; a text stands for `{ domain }`.
   *
   * @default none
   */
  domains?: (string | VpcApiDomainArgs)[];
  /**
   * A check, after everything else, that the gateway reaches the service: the service's own check of the connection,
   * then one call, where this machine reaches the gateway. The update fails when it does not get there, with the reason
   * and what to do. It is made again when something on the way has changed. What the same update replaces is deleted
   * after it, and still there while it is made.
   *
   * @default true
   */
  readiness?: boolean | VpcApiReadinessArgs;
  /** Tags on everything that takes tags. @default none */
  tags?: Tags;
}

/** The arguments with every value decided that more than one part asks for. */
export interface ResolvedVpcApi {
  routes: Record<string, ResolvedRoute>;
  /** What each environment is to serve. */
  publication: StagePlan[];
  domains: ResolvedDomain[];
  /** The plug-ins that single routes have of their own. */
  routePlugins: Record<string, RoutePluginArgs>;
  /** The instance that is there or unknown yet and serves the group; undefined: the shared one, by default. */
  instanceId: pulumi.Input<string> | undefined;
  /** Whether any plug-in was asked for. */
  hasPlugins: boolean;
  /** What is checked in the end; undefined for nothing. */
  readiness: ResolvedReadiness | undefined;
}

/** Notes every problem in the arguments, which are well typed, and decides what the parts would decide. */
export function resolveVpcApi(name: string, args: VpcApiArgs, problems: Problems): ResolvedVpcApi {
  const { group, apps = {} } = args;
  if (args.access === undefined) resolveBackEnd(args, problems);
  else checkAccess(args, args.access, problems);
  if (args.host !== undefined) checkHost(args.host, problems, "host");
  checkApiGroup(group, problems.under("group"));
  checkGateway(name, args.gateway, group.instanceId, problems.under("gateway"));
  const accessLog = accessLogOf(args);
  if (accessLog !== undefined) resolveAccessLog(name, accessLog, problems.under("accessLog"));
  const instanceId = instanceIdOf(args);
  const serving = newGateway(args.gateway) ? newInstance : instanceId;
  checkDefaults(args.defaults, problems, serving);
  const routes = resolveRoutes(args.routes, problems.under("routes"), serving, args.defaults);
  const publication = resolvePublication(args, problems);
  const stage = mainStage(publication);
  const stages = publication.map((plan) => plan.stage);
  const context = domainContext(routes, stage, stages);
  checkApps(apps, { routes, publication }, problems.under("apps"));
  const domains = resolveDomains(args.domains ?? [], context, problems.under("domains"));
  const routePlugins = pluginsOfRoutes(args);
  const knownApps = problems.isInvalid("apps") ? undefined : apps;
  const known = { routes: Object.keys(args.routes), apps: knownApps && Object.keys(knownApps), stages };
  const planned = planPlugins(args, routePlugins, known, problems, "plugins");
  const published = [...(publication.find((plan) => plan.stage === stage)?.routes.keys() ?? [])];
  const callable = { routes, apps: knownApps, stage, published };
  const readiness = resolveReadiness(args.readiness, callable, problems.under("readiness"));
  return {
    routes,
    publication,
    domains,
    instanceId,
    routePlugins,
    hasPlugins: planned.length > 0,
    readiness,
  };
}

function resolvePublication({ publication, routes }: VpcApiArgs, problems: Problems): StagePlan[] {
  const publishable = Object.entries(routes).map(([key, route]) => [key, isObject(route) ? route : {}]);
  return planPublication(
    publication ?? {},
    Object.fromEntries(publishable),
    problems.under("publication"),
    problems.under("routes"),
  );
}

function checkAccess(args: VpcApiArgs, access: SharedAccess, problems: Problems): void {
  checkSharedAccess(access, problems.under("access"));
  for (const key of ["network", "service", "balancer", "host"] as const) {
    if (args[key] === undefined) continue;
    problems.add(
      key,
      "is set together with access.",
      "Remove it: access leads to a service that exists. Or remove access, to create a service.",
    );
  }
}

/** Stands for the id of an instance that is yet to be made: any but that of a shared one. */
const newInstance = "apigateway-";

/** The access log that is asked for. */
export const accessLogOf = ({ accessLog }: VpcApiArgs): VpcApiAccessLogArgs | undefined =>
  accessLog === true ? {} : accessLog || undefined;

function instanceIdOf({ gateway, group }: VpcApiArgs): pulumi.Input<string> | undefined {
  return isObject(gateway) && "existing" in gateway ? gateway.existing : group.instanceId;
}

function pluginsOfRoutes({ routes }: VpcApiArgs): Record<string, RoutePluginArgs> {
  const own = Object.entries(routes).flatMap(([route, settings]) =>
    isObject(settings) && isObject(settings.plugins) ? [[route, settings.plugins] as const] : [],
  );
  return Object.fromEntries(own);
}
