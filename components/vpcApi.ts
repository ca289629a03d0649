import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { type BackEnd, createBackEnd, networkArgs, resolveBackEnd, type ServiceSettings } from "./backEnd";
import type { ApplicationLoadBalancer } from "./balancer/applicationLoadBalancer";
import type { ClassicLoadBalancer } from "./balancer/classicLoadBalancer";
import type { BalancerSettings } from "./balancer/settings";
import { type Mistakes, resolveOrThrow } from "./core/mistakes";
import { checkName } from "./core/names";
import { checkTags, childOf, componentType, type Tags } from "./core/options";
import { checkHost, GatewayAccess } from "./gateway/access";
import { ApiGroup, type ApiGroupArgs, checkApiGroup } from "./gateway/apiGroup";
import { App, type AppSettings, checkApp } from "./gateway/app";
import type { CustomDomain } from "./gateway/customDomain";
import { type CustomDomainSettings, type ResolvedDomain, resolveDomains } from "./gateway/domainSettings";
import { createDomains, domainContext, domainUrls, warnOfMissingCertificates } from "./gateway/domains";
import { Publication, type PublicationSettings, resolvePublication } from "./gateway/publication";
import { type ResolvedRoute, type Route, resolveRoutes } from "./gateway/route";
import { Routes } from "./gateway/routes";
import { Network, type NetworkArgs } from "./network/network";
import type { NginxService } from "./service/nginxService";

/** Arguments of {@link VpcApi}. */
export interface VpcApiArgs {
  /** The VPC and its vSwitches, new or existing. @default 172.16.0.0/16 in two zones */
  network?: Omit<NetworkArgs, "instanceType" | "balancer" | "tags">;
  /**
   * The Nginx instances, or an existing service: `{ existing: { target: "lb-…", port: 80 } }`.
   *
   * @default one in each zone, on port 80, with the page of the Nginx package
   */
  service?: ServiceSettings;
  /**
   * What stands before the instances: a CLB, `{ kind: "alb" }` for an intranet ALB, `{ kind: "none" }` to let the
   * gateway call the one instance. Left out with an existing target.
   *
   * @default a CLB that listens on the service's port
   */
  balancer?: BalancerSettings;
  /** `Host` that a virtual host of the service is asked for. @default the balancer's address */
  host?: string;
  /** The API group. */
  group: ApiGroupArgs;
  /** The APIs by name: 4 to 50 letters, digits, hyphens or underscores, a letter first. At least one. */
  routes: Record<string, Route>;
  /** Where to, and with which remarks, the APIs are published. @default Release */
  publication?: PublicationSettings;
  /**
   * The apps that may call every API that is not anonymous, by name: 4 to 26 letters, digits or underscores, a
   * letter first.
   *
   * @default none
   */
  apps?: Record<string, AppSettings>;
  /**
   * Domains of your own that lead to the APIs, at most 5; a text stands for `{ domain }`.
   *
   * @default none
   */
  domains?: (string | CustomDomainSettings)[];
  /** Tags on everything that takes tags. @default none */
  tags?: Tags;
}

interface ResolvedVpcApi {
  routes: Record<string, ResolvedRoute>;
  domains: ResolvedDomain[];
}

/** Notes every mistake in the arguments and decides what the parts would decide. */
function resolveVpcApi(args: VpcApiArgs, mistakes: Mistakes): ResolvedVpcApi {
  resolveBackEnd(args, mistakes);
  if (args.host !== undefined) checkHost(args.host, mistakes, "host");
  checkApiGroup(args.group, mistakes.under("group"));
  const { stage } = resolvePublication(args.publication ?? {}, mistakes.under("publication"));
  for (const [appName, settings] of Object.entries(args.apps ?? {})) {
    checkApp(appName, settings, mistakes.under(`apps["${appName}"]`), "");
  }
  const routes = resolveRoutes(args.routes, mistakes.under("routes"), args.group.instanceId);
  const context = domainContext(routes, stage);
  return { routes, domains: resolveDomains(args.domains ?? [], context, mistakes.under("domains")) };
}

/**
 * A service in a VPC behind API Gateway: network, Nginx on ECS, balancer, the way in for the gateway and nobody
 * else, API group, APIs, publication, and apps that may call them.
 *
 * @example
 * ```ts
 * const api = new VpcApi("shop", {
 *   group: { groupName: "shop" },
 *   routes: { "list-items": "GET /items" },
 *   apps: { shop_frontend: {} },
 * });
 * export const url = api.urls["list-items"];
 * ```
 */
export class VpcApi extends pulumi.ComponentResource {
  /** The VPC and its vSwitches. */
  readonly network: Network;
  /** The Nginx instances and their security group. Undefined for a service that exists. */
  readonly service: NginxService | undefined;
  /** The balancer in front of the instances. Undefined where none was made. */
  readonly balancer: ClassicLoadBalancer | ApplicationLoadBalancer | undefined;
  /** The API group. */
  readonly group: ApiGroup;
  /** The way from the gateway to the balancer, or to what it calls instead. */
  readonly access: GatewayAccess;
  /** The APIs. */
  readonly routes: Routes;
  /** The APIs as published. */
  readonly publication: Publication;
  /** The apps, by name, with their secret credentials. */
  readonly apps: Record<string, App>;
  /** Address of each API on the group's second-level domain, by route. */
  readonly urls: Record<string, pulumi.Output<string>>;
  /** The custom domains, by domain. */
  readonly domains: Record<string, CustomDomain>;
  /** Address of each API on each custom domain, by domain and route. A wildcard has none. */
  readonly domainUrls: Record<string, Record<string, pulumi.Output<string>>>;

  /** @throws ArgumentMistakesError with every mistake in the arguments, before anything is registered */
  constructor(name: string, args: VpcApiArgs, opts?: pulumi.ComponentResourceOptions) {
    const { routes, domains } = resolveOrThrow(`VpcApi ${name}`, (mistakes) => {
      checkName("component", name, mistakes, "name");
      checkTags(args.tags, mistakes);
      return resolveVpcApi(args, mistakes);
    });
    // The engine keeps a component's inputs in the state: it gets none.
    super(componentType("VpcApi"), name, {}, opts);
    const parent = { parent: this };

    this.network = new Network(name, networkArgs(args), parent);
    const backEnd = createBackEnd(name, args, this.network, this);
    this.service = backEnd.service;
    this.balancer = backEnd.balancer;
    this.group = new ApiGroup(name, args.group, parent);
    this.access = this.createAccess(name, args, backEnd);
    this.routes = new Routes(
      name,
      {
        groupId: this.group.groupId,
        accessName: this.access.accessName,
        republishOn: [this.access.accessId, this.group.group.basePath],
        ...(args.group.instanceId === undefined ? {} : { instanceId: args.group.instanceId }),
        routes: args.routes,
      },
      parent,
    );
    this.publication = new Publication(
      name,
      { ...args.publication, groupId: this.group.groupId, routes: this.routes.revisions },
      parent,
    );
    this.apps = this.createApps(name, args, routes);
    this.urls = this.addresses(args, routes);
    warnOfMissingCertificates(domains, routes, this);
    // Bound last: a redirect asks for APIs that take HTTPS, and callers for APIs that are there.
    this.domains = createDomains(name, domains, this.group, { parent: this, dependsOn: this.publication });
    this.domainUrls = domainUrls(this.domains, args.group.basePath ?? "/", routes);
    this.registerOutputs({
      vpcId: this.network.vpcId,
      groupId: this.group.groupId,
      subDomain: this.group.subDomain,
      apiIds: this.routes.apiIds,
      appIds: Object.fromEntries(Object.entries(this.apps).map(([app, { appId }]) => [app, appId])),
      urls: this.urls,
      domainUrls: this.domainUrls,
    });
  }

  private createAccess(name: string, args: VpcApiArgs, backEnd: BackEnd): GatewayAccess {
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
        ...backEnd.access,
        ...(args.host === undefined ? {} : { host: args.host }),
        instanceId: this.group.instanceId,
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
