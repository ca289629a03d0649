import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { ApplicationLoadBalancer } from "../balancer/applicationLoadBalancer";
import type { ClassicLoadBalancer } from "../balancer/classicLoadBalancer";
import { child, findRegistration } from "../component/children";
import { ownChildren } from "../component/claims";
import { Component, createPlanned } from "../component/component";
import type { BalancerPlace } from "../dynamic/balancerPlace/resource";
import { Readiness } from "../dynamic/readiness/resource";
import type { GatewayAccessArgs } from "../gateway/access/args";
import { GatewayAccess } from "../gateway/access/gatewayAccess";
import { planGatewayAccess } from "../gateway/access/plan";
import { App } from "../gateway/apps/app";
import { planAuthorizations } from "../gateway/apps/plan";
import { CustomDomain } from "../gateway/domains/customDomain";
import { toResourceName } from "../gateway/domains/plan";
import { ApiGroup } from "../gateway/group/apiGroup";
import { GatewayInstance } from "../gateway/instance/gatewayInstance";
import { AccessLog } from "../gateway/log/accessLog";
import { Plugins } from "../gateway/plugins/plugins";
import { Publication } from "../gateway/publication/publication";
import { digestChildren, findHealthChecks, findServers } from "../gateway/readiness/children";
import { Routes } from "../gateway/routes/routes";
import { Network } from "../network/network";
import { openApiFromRoutes } from "../openapi/openApiFromRoutes";
import type { NginxService } from "../service/nginxService";
import { mapValues } from "../validation/given";
import { Problems } from "../validation/problems";
import { ProgramError } from "../validation/programError";
import type { VpcApiArgs } from "./args";
import { type BackEnd, createBackEnd } from "./backEnd";
import { type VpcApiPlan, vpcApiDefinition } from "./plan";
import { findWarnings, logWarnings } from "./warnings";

declare module "../component/children" {
  interface ChildKinds {
    /** The vSwitch that the CLB stays in. */
    balancerPlace: typeof BalancerPlace;
    /** The check that the gateway reaches the back end. */
    readiness: typeof Readiness;
  }
}

/** Path prefix between a domain and the path of a route. */
const formatBasePath = (basePath: string): string => basePath.replace(/\/$/, "");

/**
 * A service in a VPC behind API Gateway: network, Nginx on ECS, load balancer, access for the gateway only,
 * API group, APIs, publication, and apps that may call them.
 *
 * @example
 * ```ts
 * import { VpcApi } from "alicloud-vpc-api";
 *
 * const api = new VpcApi("shop", {
 *   group: { groupName: "shop" },
 *   routes: { "get-home": "GET /" },
 *   apps: { shop_frontend: {} },
 * });
 *
 * export const url = api.urls["get-home"];
 * ```
 */
export class VpcApi extends Component<VpcApiPlan> {
  /** The Nginx instances and their security group. Undefined for an existing service. */
  readonly service: NginxService | undefined;
  /** The load balancer in front of the instances. Undefined if none is created. */
  readonly balancer: ClassicLoadBalancer | ApplicationLoadBalancer | undefined;
  /** The dedicated gateway instance. Undefined if none is created. */
  readonly gateway: GatewayInstance | undefined;
  /** The access log. Undefined if none is created. */
  readonly accessLog: AccessLog | undefined;
  /** The API group. */
  readonly group: ApiGroup;
  /** Access of the gateway to the balancer, or to the target that it calls instead. */
  readonly access: GatewayAccess;
  /** The APIs. */
  readonly routes: Routes;
  /** The publication of the APIs. */
  readonly publication: Publication;
  /** The apps, by name, with their secret credentials. */
  readonly apps: Record<string, App>;
  /** Throttling, CORS and other plug-ins. Undefined if there are none. */
  readonly plugins: Plugins | undefined;
  /** URL of each API on the group's second-level domain, by route. */
  readonly urls: Record<string, pulumi.Output<string>>;
  /** The custom domains, by domain. */
  readonly domains: Record<string, CustomDomain>;
  /** URL of each API on each custom domain, by domain and route. A wildcard has none. */
  readonly domainUrls: Record<string, Record<string, pulumi.Output<string>>>;

  private readonly ownNetwork: Network | undefined;

  /** `connected`, or the reason why the check could not run. Undefined with `readiness: false`. */
  readonly readiness: pulumi.Output<string> | undefined;

  /**
   * @param opts - a custom provider may differ from the stack's configuration only in its region: the dynamic
   * resources use the keys and endpoints of the configuration, and an update with other ones fails
   * @throws ArgumentError with every problem in the arguments, before any resource is registered
   */
  constructor(name: string, args: VpcApiArgs, opts?: pulumi.ComponentResourceOptions) {
    super(vpcApiDefinition, name, args, opts);
    const { plan } = this;
    const { backEnd, gateway } = plan;
    ownChildren(this, name);
    const parent = { parent: this };

    this.ownNetwork = backEnd && createPlanned(Network, name, backEnd.network, parent);
    const created = backEnd && this.ownNetwork && createBackEnd(name, backEnd, this.ownNetwork, this);
    this.service = created?.service;
    this.balancer = created?.balancer;
    this.gateway = gateway && createPlanned(GatewayInstance, name, gateway, parent);
    const instanceId = this.gateway?.instanceId ?? plan.group.instanceId;
    this.group = createPlanned(ApiGroup, name, { ...plan.group, instanceId }, parent);
    const { accessLog: log, tags } = plan;
    this.accessLog = log && createPlanned(AccessLog, name, { log, tags }, parent);
    this.access = this.createAccess(name, created);
    const { groupId } = this.group;
    const { accessName, accessId } = this.access;
    const republishOn = [accessId, this.group.group.basePath];
    const routesPlan = { routes: plan.routes, groupId, accessName, republishOn };
    this.routes = createPlanned(Routes, name, routesPlan, parent);
    const publicationPlan = { stages: plan.publication, groupId, routes: this.routes.revisions };
    this.publication = createPlanned(Publication, name, publicationPlan, parent);
    this.apps = this.createApps(name);
    this.plugins = this.createPlugins(name);
    this.urls = this.listUrls(pulumi.interpolate`https://${this.group.subDomain}`);
    logWarnings(findWarnings(plan), this);
    // Domains are bound last: a redirect requires APIs that accept HTTPS, and callers require published APIs.
    this.domains = this.createDomains(name);
    this.domainUrls = Object.fromEntries(
      Object.entries(this.domains).flatMap(([domain, { url }]) =>
        url ? [[domain, this.listUrls(url)]] : [],
      ),
    );
    this.readiness = this.createReadiness()?.outcome;
    this.registerOutputs({
      vpcId: this.ownNetwork?.vpcId,
      groupId: this.group.groupId,
      subDomain: this.group.subDomain,
      apiIds: this.routes.apiIds,
      appIds: this.listAppIds(),
      urls: this.urls,
      domainUrls: this.domainUrls,
      instanceId: this.group.instanceId,
      readiness: this.readiness,
      logProject: this.accessLog?.project,
      logStore: this.accessLog?.store,
    });
  }

  /**
   * The VPC and its vSwitches.
   *
   * @throws RunError with `access`, because the service is in the network of another component
   */
  get network(): Network {
    if (this.ownNetwork) return this.ownNetwork;
    throw new ProgramError(
      "network: a VpcApi with access has no network. Use the network of the component that created the access.",
    );
  }

  /**
   * OpenAPI 3 document of the routes as JSON, with the URLs of the group and of the custom domains that are
   * not wildcards. It is generated on access. The state contains it only if a program exports it.
   */
  get openApi(): pulumi.Output<string> {
    const { groupName, basePath } = this.plan.group;
    const hosts = Object.keys(this.domains).filter((domain) => !domain.startsWith("*"));
    return this.group.subDomain.apply((subDomain) => {
      const servers = [...hosts, subDomain].map((host) => `https://${host}${formatBasePath(basePath)}`);
      const { routes, defaults = {} } = this.plan.args;
      const document = openApiFromRoutes(routes, { title: groupName, version: "1.0.0", servers, defaults });
      return JSON.stringify(document, null, 2);
    });
  }

  /** Children that a call through the gateway depends on. */
  private listDependencies(): pulumi.Resource[] {
    const some = [this.service, this.balancer, this.plugins].filter((part) => part !== undefined);
    const listed = [...Object.values(this.apps), ...Object.values(this.domains)];
    return [this.access, this.publication, ...some, ...listed];
  }

  private createAccess(name: string, backEnd: BackEnd | undefined): GatewayAccess {
    const { access: existing, host } = this.plan.args;
    // Uses the ID after all transforms: another component may share the access with the same instance.
    const instanceId = findRegistration(this.group.group)?.args.instanceId ?? this.group.instanceId;
    // The plan of the VpcApi has validated the values.
    const create = (args: GatewayAccessArgs) =>
      createPlanned(GatewayAccess, name, planGatewayAccess(args, new Problems()), { parent: this });
    if (existing) return create({ existing, instanceId });
    const characters: random.RandomStringArgs = { length: 6, special: false, upper: false };
    const suffix = child(this, "nameSuffix", random.RandomString, "suffix", characters);
    const accessName = pulumi.interpolate`${this.plan.group.groupName.slice(0, 30)}-${suffix.result}-microservice`;
    const { access } = backEnd as BackEnd;
    return create({ accessName, vpcId: this.network.vpcId, ...access, host, instanceId });
  }

  private createPlugins(name: string): Plugins | undefined {
    const { plugins, group, tags } = this.plan;
    if (plugins.length === 0) return undefined;
    const plan = {
      plugins,
      prefix: group.groupName,
      groupId: this.group.groupId,
      published: this.publication.published,
      appIds: this.listAppIds(),
      tags,
    };
    return createPlanned(Plugins, name, plan, { parent: this });
  }

  private createApps(name: string): Record<string, App> {
    const { apps, routes, tags } = this.plan;
    const created = apps.map((app) => {
      const { published } = this.publication;
      const authorizations = planAuthorizations(app, routes, published, this.group.groupId);
      const plan = { ...app, authorizations, tags };
      return [app.appName, createPlanned(App, `${name}-${app.appName}`, plan, { parent: this })] as const;
    });
    return Object.fromEntries(created);
  }

  private listAppIds(): Record<string, pulumi.Output<string>> {
    return mapValues(this.apps, ({ appId }) => appId);
  }

  private createDomains(name: string): Record<string, CustomDomain> {
    const { groupId, subDomain, vpcDomain } = this.group;
    const opts = { parent: this, dependsOn: this.publication };
    const created = this.plan.domains.map((domain) => {
      const plan = { ...domain, groupId, subDomain, vpcDomain };
      const resourceName = `${name}-${toResourceName(domain.domain)}`;
      return [domain.domain, createPlanned(CustomDomain, resourceName, plan, opts)] as const;
    });
    return Object.fromEntries(created);
  }

  /** URL of each route at an origin, with `http` instead of `https` if the route does not allow HTTPS. */
  private listUrls(origin: pulumi.Output<string>): Record<string, pulumi.Output<string>> {
    const { routes, group } = this.plan;
    return mapValues(routes, ({ protocols, path }) => {
      const allowed = protocols.includes("HTTPS")
        ? origin
        : origin.apply((url) => url.replace(/^https/, "http"));
      return pulumi.interpolate`${allowed}${formatBasePath(group.basePath)}${path}`;
    });
  }

  private createReadiness(): Readiness | undefined {
    const { readiness } = this.plan;
    if (!readiness) return undefined;
    const { waitSeconds, call } = readiness;
    const { accessId, target, port } = this.access;
    const url = call && this.urls[call.route];
    const app = call?.app === undefined ? undefined : this.apps[call.app];
    const { stage } = this.publication;
    const args = {
      instanceId: this.group.instanceId,
      accessId,
      target,
      port,
      waitSeconds,
      checkedFor: digestChildren(this.nodes),
      healthChecks: findHealthChecks(this.nodes),
      servers: findServers(this.nodes),
      call: call && url && { url, method: call.method, stage, appCode: app?.appCode },
    };
    return child(this, "readiness", Readiness, "readiness", args, { dependsOn: this.listDependencies() });
  }
}
