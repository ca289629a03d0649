import type { VpcApiBalancerArgs } from "../balancer/args";
import type { ComponentArgs } from "../component/children";
import type { Tags } from "../component/tags";
import type { SharedAccess } from "../gateway/access/args";
import type { VpcApiAppArgs } from "../gateway/apps/args";
import type { VpcApiDomainArgs } from "../gateway/domains/args";
import type { VpcApiGroupArgs } from "../gateway/group/args";
import type { VpcApiGatewayArgs } from "../gateway/instance/args";
import type { VpcApiAccessLogArgs } from "../gateway/log/args";
import type { GroupPluginArgs, RoutePluginArgs } from "../gateway/plugins/args";
import type { VpcApiPublicationArgs } from "../gateway/publication/args";
import type { VpcApiReadinessArgs } from "../gateway/readiness/plan";
import type { RouteArgs, RouteDefaults } from "../gateway/routes/args";
import type { VpcApiNetworkArgs } from "../network/args";
import type { VpcApiNginxArgs } from "../service/args";
import type { ExistingService } from "../service/existingService";
import type { Stage } from "../validation/stages";

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
