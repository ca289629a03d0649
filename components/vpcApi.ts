import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import {
  ClassicLoadBalancer,
  type ClassicLoadBalancerSettings,
  resolveClassicLoadBalancer,
} from "./balancer/classicLoadBalancer";
import { Mistakes, resolveOrThrow } from "./core/mistakes";
import { childOf, componentType, type Tags } from "./core/options";
import { checkHost, GatewayAccess } from "./gateway/access";
import { ApiGroup, type ApiGroupArgs, checkApiGroup } from "./gateway/apiGroup";
import { App, type AppSettings, checkApp } from "./gateway/app";
import { type PlannedPlugin, planPlugins } from "./gateway/pluginPlan";
import type { PluginSettings, RoutePluginSettings } from "./gateway/pluginSettings";
import { Plugins } from "./gateway/plugins";
import { Publication, type PublicationSettings, resolvePublication } from "./gateway/publication";
import { type ResolvedRoute, type RouteArgs, resolveRoutes } from "./gateway/route";
import { Routes } from "./gateway/routes";
import { Network, type NetworkArgs } from "./network/network";
import { resolveNetwork } from "./network/resolve";
import {
  defaultInstanceType,
  NginxService,
  type NginxServiceSettings,
  resolveNginxService,
} from "./service/nginxService";

/** A route of {@link VpcApi}. */
export interface VpcApiRouteArgs extends RouteArgs {
  /** Limits, CORS and other plug-ins of this route, in place of those of all; `false` is none. @default those of all */
  plugins?: RoutePluginSettings;
}

/** Arguments of {@link VpcApi}. Its limits, CORS and other plug-ins are for all routes. */
export interface VpcApiArgs extends PluginSettings {
  /** The VPC and its vSwitches. @default 172.16.0.0/16 in two zones */
  network?: Omit<NetworkArgs, "instanceType" | "tags">;
  /** The Nginx instances. @default one in each zone, on port 80, with the page of the Nginx package */
  service?: NginxServiceSettings;
  /** The balancer in front of them. @default a CLB that listens on the service's port */
  balancer?: ClassicLoadBalancerSettings;
  /** `Host` that a virtual host of the service is asked for. @default the balancer's address */
  host?: string;
  /** The API group. */
  group: ApiGroupArgs;
  /** The APIs by name: 4 to 50 letters, digits, hyphens or underscores, a letter first. At least one. */
  routes: Record<string, VpcApiRouteArgs>;
  /** Where to, and with which remarks, the APIs are published. @default Release */
  publication?: PublicationSettings;
  /**
   * The apps that may call every API that is not anonymous, by name: 4 to 26 letters, digits or underscores, a
   * letter first.
   *
   * @default none
   */
  apps?: Record<string, AppSettings>;
  /** Tags on everything that takes tags. @default none */
  tags?: Tags;
}

/** The plug-ins that single routes have of their own. */
function pluginsOfRoutes(args: VpcApiArgs): Record<string, RoutePluginSettings> {
  return Object.fromEntries(
    Object.entries(args.routes).flatMap(([route, { plugins }]) => (plugins ? [[route, plugins]] : [])),
  );
}

/** The plug-ins that the arguments ask for. */
function planVpcApiPlugins(args: VpcApiArgs, mistakes: Mistakes): PlannedPlugin[] {
  const known = { routes: Object.keys(args.routes), apps: Object.keys(args.apps ?? {}) };
  return planPlugins(args, pluginsOfRoutes(args), known, mistakes, "plugins");
}

/** Notes every mistake in the arguments and decides what the parts would decide. */
function resolveVpcApi(args: VpcApiArgs, mistakes: Mistakes): Record<string, ResolvedRoute> {
  const { vswitches } = resolveNetwork(args.network ?? {}, mistakes.under("network"));
  const service = resolveNginxService(args.service ?? {}, vswitches.length, mistakes.under("service"));
  resolveClassicLoadBalancer(args.balancer ?? {}, service.port, mistakes.under("balancer"));
  if (args.host !== undefined) checkHost(args.host, mistakes, "host");
  checkApiGroup(args.group, mistakes.under("group"));
  resolvePublication(args.publication ?? {}, mistakes.under("publication"));
  for (const [appName, settings] of Object.entries(args.apps ?? {})) {
    checkApp(appName, settings, mistakes.under(`apps["${appName}"]`), "");
  }
  planVpcApiPlugins(args, mistakes);
  return resolveRoutes(args.routes, mistakes.under("routes"));
}

/**
 * A service in a VPC behind API Gateway: network, Nginx on ECS, balancer, the way in for the gateway and nobody
 * else, API group, APIs, publication, and apps that may call them.
 *
 * @example
 * ```ts
 * const api = new VpcApi("shop", {
 *   group: { groupName: "shop" },
 *   routes: { "list-items": { path: "/items" } },
 *   apps: { shop_frontend: {} },
 * });
 * export const url = api.urls["list-items"];
 * ```
 */
export class VpcApi extends pulumi.ComponentResource {
  /** The VPC and its vSwitches. */
  readonly network: Network;
  /** The Nginx instances and their security group. */
  readonly service: NginxService;
  /** The balancer in front of them. */
  readonly balancer: ClassicLoadBalancer;
  /** The API group. */
  readonly group: ApiGroup;
  /** The way from the gateway to the balancer. */
  readonly access: GatewayAccess;
  /** The APIs. */
  readonly routes: Routes;
  /** The APIs as published. */
  readonly publication: Publication;
  /** The apps, by name, with their secret credentials. */
  readonly apps: Record<string, App>;
  /** Limits, CORS and other plug-ins; undefined when none was asked for. */
  readonly plugins: Plugins | undefined;
  /** Address of each API on the group's second-level domain, by route. */
  readonly urls: Record<string, pulumi.Output<string>>;

  /** @throws ArgumentMistakesError with every mistake in the arguments, before anything is registered */
  constructor(name: string, args: VpcApiArgs, opts?: pulumi.ComponentResourceOptions) {
    const routes = resolveOrThrow(`VpcApi ${name}`, (mistakes) => resolveVpcApi(args, mistakes));
    // The engine keeps a component's inputs in the state: it gets none.
    super(componentType("VpcApi"), name, {}, opts);
    const { tags = {} } = args;
    const parent = { parent: this };

    this.network = new Network(
      name,
      { ...args.network, instanceType: args.service?.instanceType ?? defaultInstanceType, tags },
      parent,
    );
    const vswitchIds = this.network.vswitches.map(({ id }) => id);
    this.service = new NginxService(
      name,
      { ...args.service, vpcId: this.network.vpcId, vswitchIds, tags },
      parent,
    );
    this.balancer = new ClassicLoadBalancer(
      name,
      {
        ...args.balancer,
        vswitchId: vswitchIds[0] as pulumi.Input<string>,
        instances: this.service.instances,
        servicePort: this.service.port,
        tags,
      },
      parent,
    );
    this.group = new ApiGroup(name, args.group, parent);
    this.access = this.createAccess(name, args);
    this.routes = new Routes(
      name,
      { groupId: this.group.groupId, accessName: this.access.accessName, routes: args.routes },
      parent,
    );
    this.publication = new Publication(
      name,
      { ...args.publication, groupId: this.group.groupId, routes: this.routes.revisions },
      parent,
    );
    this.apps = this.createApps(name, args, routes);
    this.plugins = this.createPlugins(name, args);
    this.urls = this.addresses(args, routes);
    this.registerOutputs({
      vpcId: this.network.vpcId,
      groupId: this.group.groupId,
      subDomain: this.group.subDomain,
      apiIds: this.routes.apiIds,
      appIds: Object.fromEntries(Object.entries(this.apps).map(([app, { appId }]) => [app, appId])),
      urls: this.urls,
    });
  }

  private createAccess(name: string, args: VpcApiArgs): GatewayAccess {
    const suffix = new random.RandomString(
      `${name}-suffix`,
      { length: 6, special: false, upper: false },
      childOf(this),
    );
    return new GatewayAccess(
      name,
      {
        accessName: pulumi.interpolate`${args.group.groupName.slice(0, 30)}-${suffix.result}-microservice`,
        vpcId: this.network.vpcId,
        target: this.balancer.loadBalancerId,
        port: this.balancer.port,
        ...(args.host === undefined ? {} : { host: args.host }),
        instanceId: this.group.instanceId,
        securityGroupId: this.service.securityGroupId,
        servicePort: this.service.port,
      },
      { parent: this },
    );
  }

  private createApps(
    name: string,
    args: VpcApiArgs,
    routes: Record<string, ResolvedRoute>,
  ): Record<string, App> {
    const needed = Object.entries(this.routes.apis).filter(([route]) => routes[route]?.auth === "app");
    const apiIds = Object.fromEntries(needed.map(([route, { apiId }]) => [route, apiId]));
    const authorization = { groupId: this.group.groupId, stage: this.publication.stage, apiIds };
    const apps = Object.entries(args.apps ?? {}).map(([appName, settings]) => {
      const app = new App(
        `${name}-${appName}`,
        {
          ...settings,
          appName,
          ...(needed.length > 0 ? { authorization } : {}),
          ...(args.tags === undefined ? {} : { tags: args.tags }),
        },
        { parent: this },
      );
      return [appName, app] as const;
    });
    return Object.fromEntries(apps);
  }

  private createPlugins(name: string, args: VpcApiArgs): Plugins | undefined {
    if (planVpcApiPlugins(args, new Mistakes()).length === 0) return undefined;
    return new Plugins(
      name,
      {
        ...args,
        prefix: args.group.groupName,
        groupId: this.group.groupId,
        stage: this.publication.stage,
        apiIds: Object.fromEntries(Object.entries(this.routes.apis).map(([key, { apiId }]) => [key, apiId])),
        appIds: Object.fromEntries(Object.entries(this.apps).map(([app, { appId }]) => [app, appId])),
        routes: pluginsOfRoutes(args),
      },
      { parent: this },
    );
  }

  private addresses(
    args: VpcApiArgs,
    routes: Record<string, ResolvedRoute>,
  ): Record<string, pulumi.Output<string>> {
    const basePath = (args.group.basePath ?? "/").replace(/\/$/, "");
    const urls = Object.entries(routes).map(([route, { protocols, path }]) => {
      const scheme = protocols.includes("HTTPS") ? "https" : "http";
      return [route, pulumi.interpolate`${scheme}://${this.group.subDomain}${basePath}${path}`] as const;
    });
    return Object.fromEntries(urls);
  }
}
