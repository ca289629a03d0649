import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { ApplicationLoadBalancer } from "../balancer/applicationLoadBalancer";
import type { ClassicLoadBalancer } from "../balancer/classicLoadBalancer";
import { childrenOf, type Nodes, registrationOf } from "../component/children";
import { checkClaims, claimUnique, ownChildren } from "../component/claims";
import { argumentsOf } from "../component/knownOutputs";
import { childOf, componentType } from "../component/options";
import { resolvePart } from "../component/part";
import { checkStackCredentials } from "../dynamic/client/credentialSettings";
import { GatewayAccess } from "../gateway/access/gatewayAccess";
import type { App } from "../gateway/apps/app";
import { callableApis, createApps } from "../gateway/apps/apps";
import type { CustomDomain } from "../gateway/domains/customDomain";
import {
  createDomains,
  groupArgs,
  warnOfMissingCertificates,
  warnOfPlainAppCodes,
} from "../gateway/domains/domains";
import { ApiGroup } from "../gateway/group/apiGroup";
import { newGateway } from "../gateway/instance/args";
import { GatewayInstance } from "../gateway/instance/gatewayInstance";
import { AccessLog } from "../gateway/log/accessLog";
import { Plugins } from "../gateway/plugins/plugins";
import { Publication } from "../gateway/publication/publication";
import { createReadiness } from "../gateway/readiness/readiness";
import type { Route } from "../gateway/routes/plan";
import { Routes } from "../gateway/routes/routes";
import { domainUrls, groupUrls, pathOf } from "../gateway/urls";
import { Network } from "../network/network";
import { openApiOf } from "../openapi/openApiOf";
import type { NginxService } from "../service/nginxService";
import { checkName } from "../validation/names";
import { ProgramError } from "../validation/programError";
import type { Stage } from "../validation/stages";
import { accessLogOf, type ResolvedVpcApi, resolveVpcApi, type VpcApiArgs } from "./args";
import { type BackEnd, createBackEnd, networkArgs } from "./backEnd";
import { claimsOfVpcApi } from "./claims";
import { logWarnings, warningsFor } from "./warnings";

/**
 * A service in a VPC behind API Gateway: network, Nginx on ECS, balancer, the way in for the gateway and nobody
 * else, API group, APIs, publication, and apps that may call them.
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
export class VpcApi extends pulumi.ComponentResource {
  /** All children, by role and name. */
  readonly nodes: Nodes;
  /** The Nginx instances and their security group. Undefined for a service that exists. */
  readonly service: NginxService | undefined;
  /** The balancer in front of the instances. Undefined where none was made. */
  readonly balancer: ClassicLoadBalancer | ApplicationLoadBalancer | undefined;
  /** The dedicated gateway instance; undefined where none was made. */
  readonly gateway: GatewayInstance | undefined;
  /** The access log; undefined when none was asked for. */
  readonly accessLog: AccessLog | undefined;
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
  /** Limits, CORS and other plug-ins; undefined when none was asked for. */
  readonly plugins: Plugins | undefined;
  /** Address of each API on the group's second-level domain, by route. */
  readonly urls: Record<string, pulumi.Output<string>>;
  /** The custom domains, by domain. */
  readonly domains: Record<string, CustomDomain>;
  /** Address of each API on each custom domain, by domain and route. A wildcard has none. */
  readonly domainUrls: Record<string, Record<string, pulumi.Output<string>>>;

  private readonly describe: () => pulumi.Output<string>;
  private readonly ownNetwork: Network | undefined;

  /** `connected`, or why the check could not be made; undefined with `readiness: false`. */
  readonly readiness: pulumi.Output<string> | undefined;

  /**
   * @param opts - a provider of your own may differ from the stack's configuration in its region alone: what the
   *   provider lacks is done with the configuration's keys and endpoints, and an update with others fails
   * @throws ArgumentError with every problem in the arguments, before anything is registered
   */
  constructor(name: string, args: VpcApiArgs, opts?: pulumi.ComponentResourceOptions) {
    args = argumentsOf(args, opts);
    const resolved = resolvePart({ type: "VpcApi", name, args }, (problems, args) => {
      checkName("component", name, problems, "name");
      checkStackCredentials(problems);
      checkClaims({ type: "VpcApi", name }, opts, claimsOfVpcApi(args), problems);
      return resolveVpcApi(name, args, problems);
    });
    const { routes, domains } = resolved;
    claimUnique({ type: "VpcApi", name }, opts, claimsOfVpcApi(args));
    // The engine keeps a component's inputs in the state: it gets none.
    const { options, nodes } = childrenOf(name, args, opts, ["random", "pulumi-nodejs"]);
    super(componentType("VpcApi"), name, {}, options);
    this.nodes = nodes;
    ownChildren(this, name);
    const parent = { parent: this };

    // With the access of another there is nothing to create behind the gateway.
    this.ownNetwork = args.access ? undefined : new Network(name, networkArgs(args), parent);
    const backEnd = this.ownNetwork && createBackEnd(name, args, this.ownNetwork, this);
    this.service = backEnd?.service;
    this.balancer = backEnd?.balancer;
    this.gateway = this.createGateway(name, args);
    const instanceId = this.gateway?.instanceId ?? resolved.instanceId;
    const served = instanceId === undefined ? {} : { instanceId };
    this.group = new ApiGroup(name, groupArgs({ ...args.group, ...served }, domains), parent);
    this.accessLog = this.createAccessLog(name, args);
    this.access = this.createAccess(name, args, backEnd);
    this.routes = new Routes(
      name,
      {
        groupId: this.group.groupId,
        accessName: this.access.accessName,
        republishOn: [this.access.accessId, this.group.group.basePath],
        ...served,
        routes: withoutPlaces(args.routes),
        ...(args.defaults === undefined ? {} : { defaults: args.defaults }),
      },
      parent,
    );
    this.publication = new Publication(
      name,
      {
        ...args.publication,
        groupId: this.group.groupId,
        routes: this.routes.revisions,
        routeStages: stagesOfRoutes(args.routes),
      },
      parent,
    );
    const callable = callableApis(this.group.groupId, this.publication, routes);
    this.apps = createApps(name, args, callable, this);
    this.plugins = this.createPlugins(name, args, resolved);
    this.urls = groupUrls(this.group.subDomain, args.group.basePath, routes);
    logWarnings(warningsFor(args, resolved), this);
    warnOfMissingCertificates(domains, routes, this);
    warnOfPlainAppCodes(domains, routes, this);
    // Bound last: a redirect asks for APIs that take HTTPS, and callers for APIs that are there.
    this.domains = createDomains(name, domains, this.group, { parent: this, dependsOn: this.publication });
    this.domainUrls = domainUrls(this.domains, args.group.basePath, routes);
    this.readiness = createReadiness(
      name,
      resolved.readiness,
      {
        instanceId: this.group.instanceId,
        access: this.access,
        nodes,
        stage: this.publication.stage,
        urls: this.urls,
        apps: this.apps,
      },
      this,
      this.everythingElse(),
    )?.outcome;
    this.describe = () => this.document(args);
    this.registerOutputs({
      ...(this.ownNetwork && { vpcId: this.ownNetwork.vpcId }),
      groupId: this.group.groupId,
      subDomain: this.group.subDomain,
      apiIds: this.routes.apiIds,
      appIds: Object.fromEntries(Object.entries(this.apps).map(([app, { appId }]) => [app, appId])),
      urls: this.urls,
      domainUrls: this.domainUrls,
      instanceId: this.group.instanceId,
      ...(this.readiness && { readiness: this.readiness }),
      ...(this.accessLog && { logProject: this.accessLog.project, logStore: this.accessLog.store }),
    });
  }

  /**
   * The VPC and its vSwitches.
   *
   * @throws RunError with `access`, which leads to a service in the network of another component
   */
  get network(): Network {
    if (this.ownNetwork) return this.ownNetwork;
    throw new ProgramError(
      "network: a VpcApi with access has no network. Use the network of the component that created the access.",
    );
  }

  /**
   * The OpenAPI 3 document of the routes as JSON, with the addresses of the group and of the custom domains that are no
   * wildcards. Written when it is asked for, and in the state only where a program exports it.
   */
  get openApi(): pulumi.Output<string> {
    return this.describe();
  }

  private document(args: VpcApiArgs): pulumi.Output<string> {
    const { groupName, basePath } = args.group;
    const named = Object.keys(this.domains).filter((domain) => !domain.startsWith("*"));
    return this.group.subDomain.apply((subDomain) => {
      const servers = [...named, subDomain].map((host) => `https://${host}${pathOf(basePath)}`);
      const { routes, defaults = {} } = args;
      return JSON.stringify(
        openApiOf(routes, { title: groupName, version: "1.0.0", servers, defaults }),
        null,
        2,
      );
    });
  }

  /** What a call through the gateway needs. */
  private everythingElse(): pulumi.Resource[] {
    const some = [this.service, this.balancer, this.plugins].filter((part) => part !== undefined);
    const listed = [...Object.values(this.apps), ...Object.values(this.domains)];
    return [this.access, this.publication, ...some, ...listed];
  }

  private createGateway(name: string, { gateway }: VpcApiArgs): GatewayInstance | undefined {
    const settings = newGateway(gateway);
    if (!settings) return undefined;
    return new GatewayInstance(name, settings, { parent: this });
  }

  private createAccessLog(name: string, args: VpcApiArgs): AccessLog | undefined {
    const settings = accessLogOf(args);
    if (!settings) return undefined;
    const { tags } = args;
    return new AccessLog(name, { ...settings, ...(tags && { tags }) }, { parent: this });
  }

  private createAccess(name: string, args: VpcApiArgs, backEnd: BackEnd | undefined): GatewayAccess {
    const parent = { parent: this };
    // As the group was registered with it, after every transform: an access may be shared with the same instance.
    const instanceId = registrationOf(this.group.group)?.args.instanceId ?? this.group.instanceId;
    if (args.access) return new GatewayAccess(name, { existing: args.access, instanceId }, parent);
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
        ...(backEnd as BackEnd).access,
        ...(args.host === undefined ? {} : { host: args.host }),
        instanceId,
      },
      parent,
    );
  }

  private createPlugins(
    name: string,
    args: VpcApiArgs,
    { hasPlugins, routePlugins }: ResolvedVpcApi,
  ): Plugins | undefined {
    if (!hasPlugins) return undefined;
    return new Plugins(
      name,
      {
        throttling: args.throttling,
        cors: args.cors,
        ipAccess: args.ipAccess,
        jwt: args.jwt,
        errorMapping: args.errorMapping,
        plugins: args.plugins,
        ...(args.tags && { tags: args.tags }),
        prefix: args.group.groupName,
        groupId: this.group.groupId,
        stages: this.publication.published,
        apiIds: Object.fromEntries(Object.entries(this.routes.apis).map(([key, { apiId }]) => [key, apiId])),
        appIds: Object.fromEntries(Object.entries(this.apps).map(([app, { appId }]) => [app, appId])),
        routes: routePlugins,
      },
      { parent: this },
    );
  }
}

/** The APIs alone, without what their plug-ins and publications are told. */
function withoutPlaces(routes: VpcApiArgs["routes"]): Record<string, Route> {
  const plain = Object.entries(routes).map(([key, route]) => {
    if (typeof route === "string") return [key, route] as const;
    const { plugins: _, stages: __, ...own } = route;
    return [key, own] as const;
  });
  return Object.fromEntries(plain);
}

function stagesOfRoutes(routes: VpcApiArgs["routes"]): Record<string, readonly Stage[]> {
  const own = Object.entries(routes).flatMap(([route, settings]) =>
    typeof settings === "object" && settings.stages ? [[route, settings.stages] as const] : [],
  );
  return Object.fromEntries(own);
}
