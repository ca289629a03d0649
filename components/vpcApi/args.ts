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
import type { ExistingService, VpcApiNginxArgs } from "../service/args";
import type { Stage } from "../validation/stages";

/** The service that the gateway calls: Nginx on new instances, or an existing service. */
export type VpcApiServiceArgs = NewService | SharedService;

/** Nginx, or a service of your own, on new instances. */
export interface NewService extends VpcApiNginxArgs {
  /** Not set for new instances. */
  existing?: undefined;
}

/** A service that exists. */
export interface SharedService {
  /** An existing service in the VPC of `network.existing`. */
  existing: ExistingService;
}

/** A route of `VpcApi`. */
export interface VpcApiRouteArgs extends RouteArgs {
  /**
   * Throttling, CORS and other plug-ins of this route, which replace those of all routes. `false` disables a
   * plug-in.
   *
   * @default those of all
   */
  plugins?: RoutePluginArgs;
  /**
   * Environments that this route is published to, a subset of those of `publication`.
   *
   * @default all of them
   */
  stages?: Stage[];
}

/** Arguments of `VpcApi`. Its throttling, CORS and other plug-ins apply to all routes. */
export interface VpcApiArgs extends GroupPluginArgs, ComponentArgs {
  /** The VPC and its vSwitches, new or existing. @default 172.16.0.0/16 in two zones */
  network?: VpcApiNetworkArgs;
  /**
   * The Nginx instances, or an existing service: `{ existing: { target: "lb-…", port: 80 } }`.
   *
   * @default one instance in each zone, on port 80, with the page of the Nginx package
   */
  service?: VpcApiServiceArgs;
  /**
   * Load balancer in front of the instances: a CLB, an intranet ALB with `{ kind: "alb" }`, or `{ kind:
   * "none" }` if the gateway calls the only instance directly. Not allowed with an existing target.
   *
   * @default a CLB that listens on the service's port
   */
  balancer?: VpcApiBalancerArgs;
  /**
   * `Host` header of requests to the service, which selects its virtual host. A change replaces the VPC
   * access authorization. Calls fail for some seconds, until the APIs are published with the new one.
   *
   * @default the balancer's address
   */
  host?: string;
  /**
   * An existing VPC access authorization, instead of `network`, `service`, `balancer` and `host`: `access` of
   * the `VpcApi` that created it, or `{ accessName: "…" }` of one outside the program. The cloud has one
   * authorization for each target and port in a VPC, so a second API group for the same service shares that
   * of the first.
   *
   * @default a new one
   */
  access?: SharedAccess;
  /**
   * The gateway instance that serves the group: `"shared"`, `{ existing: "apigateway-…" }`, or a new
   * dedicated one, `{ zoneId: "cn-hangzhou-MAZ6(i,j,k)" }`. A dedicated instance costs money for as long as
   * it exists. A change of the instance replaces the group, its APIs and its domain, and interrupts the
   * service.
   *
   * @default the one of `group.instanceId`, else the shared one
   */
  gateway?: VpcApiGatewayArgs;
  /**
   * Access log of the gateway, for all groups of the account in the region. `true` creates a log project that
   * keeps entries for 30 days. A region has one access log, so only one stack of a region creates it.
   *
   * @default false
   */
  accessLog?: boolean | VpcApiAccessLogArgs;
  /** The API group. */
  group: VpcApiGroupArgs;
  /**
   * The APIs by name: 4 to 50 letters, digits, hyphens or underscores, starting with a letter. At least one.
   */
  routes: Record<string, VpcApiRouteArgs | string>;
  /**
   * Defaults for routes that do not set these arguments themselves: authentication, protocols and timeout.
   *
   * @default {}
   */
  defaults?: RouteDefaults;
  /** Environments, remarks and versions of the publication. @default { stage: "RELEASE" } */
  publication?: VpcApiPublicationArgs;
  /**
   * Apps that may call the APIs that are not anonymous, by name: 4 to 26 letters, digits or underscores,
   * starting with a letter. If all apps are created elsewhere, set `{}`. If not set, a warning reports that
   * nobody can call the APIs.
   *
   * @default none
   */
  apps?: Record<string, VpcApiAppArgs>;
  /** Custom domains of the APIs, at most 5. A string is short for `{ domain }`. @default none */
  domains?: (string | VpcApiDomainArgs)[];
  /**
   * Readiness check: tests at the end of the update whether the gateway reaches the service. It uses the
   * service's own connection check, then makes one call if this machine can reach the gateway. If the check
   * fails, the update fails and reports the reason and the fix. The check runs again when a resource between
   * gateway and service changes. Resources that the same update replaces still exist during the check. The
   * update deletes them afterwards.
   *
   * @default true
   */
  readiness?: boolean | VpcApiReadinessArgs;
  /** Tags on all resources that support tags. @default none */
  tags?: Tags;
}
