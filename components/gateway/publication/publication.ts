import * as pulumi from "@pulumi/pulumi";
import { type ComponentArgs, childrenOf, type Nodes } from "../../component/children";
import { argumentsOf } from "../../component/knownOutputs";
import { childOf, componentType } from "../../component/options";
import { resolvePart } from "../../component/part";
import { PublishedApis } from "../../dynamic/publication/resource";
import { own } from "../../validation/given";
import type { Stage } from "../../validation/stages";
import type { RouteRevision } from "../routes/routes";
import { mainStage, planPublication, type StagePlan, type VpcApiPublicationArgs } from "./plan";

/** Arguments of {@link Publication}. */
export interface PublicationArgs extends VpcApiPublicationArgs, ComponentArgs {
  /** Group that the APIs belong to. */
  groupId: pulumi.Input<string>;
  /** The APIs to publish, by route: `Routes.revisions`. */
  routes: Record<string, RouteRevision>;
  /** Routes that are published to some environments alone. @default all to all */
  routeStages?: Record<string, readonly Stage[]>;
}

/** The APIs that are published in one environment. */
export interface PublishedStage {
  /** The environment. Known once the APIs are published there. */
  stage: pulumi.Output<string>;
  /** Ids of the APIs that are published there, by route. */
  apiIds: Record<string, pulumi.Output<string>>;
}

/**
 * APIs published to one environment or several. Only those whose definition changed are published again.
 *
 * @example From TEST to RELEASE, and back
 * ```ts
 * import * as pulumi from "@pulumi/pulumi";
 * import { ApiGroup, Publication, Routes } from "alicloud-vpc-api";
 *
 * const promoted = new pulumi.Config().getObject<Record<string, string>>("promoted") ?? {};
 * const { groupId } = new ApiGroup("shop", { groupName: "shop" });
 * const { revisions } = new Routes("shop", {
 *   groupId,
 *   routes: { "get-home": { path: "/", backend: { mock: { body: "home" } } } },
 * });
 * const publication = new Publication("shop", {
 *   groupId,
 *   routes: revisions,
 *   stages: { TEST: {}, RELEASE: { promoted } },
 * });
 *
 * export const versions = publication.versions;
 * // pulumi up                                      a changed definition is published to TEST alone: test it
 * // pulumi config set promoted "$(pulumi stack output versions --json | jq -c .TEST)"
 * // pulumi up                                      RELEASE serves what was tested; the preview names each API
 * // the former value of promoted, and pulumi up    RELEASE serves what it served before
 * ```
 */
export class Publication extends pulumi.ComponentResource {
  /** All children, by role and name. */
  readonly nodes: Nodes;
  /** The environment, of several RELEASE, else PRE. Known once the APIs are published. */
  readonly stage: pulumi.Output<string>;
  /** The environments by name, each known once the APIs are published there. */
  readonly stages: Partial<Record<Stage, pulumi.Output<string>>>;
  /** What is published, by environment: an app can be authorized, and a plug-in attached, for these APIs alone. */
  readonly published: Partial<Record<Stage, PublishedStage>>;
  /** The version of each API that is served, by environment and route; to be given to `promoted`. */
  readonly versions: pulumi.Output<Partial<Record<Stage, Record<string, string>>>>;

  /** @throws ArgumentError with every problem in the arguments, before anything is registered */
  constructor(name: string, args: PublicationArgs, opts?: pulumi.ComponentResourceOptions) {
    args = argumentsOf(args, opts);
    const plans = resolvePart({ type: "Publication", name, args }, (problems, args) => {
      const routes = Object.keys(args.routes).map(
        (route) => [route, { stages: own(args.routeStages, route) }] as const,
      );
      return planPublication(args, Object.fromEntries(routes), problems, problems.under("routes"));
    });
    const { options, nodes } = childrenOf(name, args, opts, ["pulumi-nodejs"]);
    super(componentType("Publication"), name, {}, options);
    this.nodes = nodes;
    this.stages = {};
    this.published = {};
    const versions: Partial<Record<Stage, pulumi.Output<Record<string, string>>>> = {};
    let earlier: PublishedApis | undefined;
    for (const plan of plans) {
      const apis = apisOf(plan, args.routes);
      const { stage, remarks } = plan;
      const apiIds = Object.fromEntries(Object.entries(apis).map(([route, { apiId }]) => [route, apiId]));
      const published = new PublishedApis(
        `${name}-${stage.toLowerCase()}`,
        { groupId: args.groupId, stage, remarks, apis, apiIds },
        // What cannot be published in one environment is not published in the next.
        childOf(this, earlier ? { dependsOn: earlier } : {}),
      );
      this.stages[stage] = published.stage;
      this.published[stage] = { stage: published.stage, apiIds };
      // A state of an earlier release has no versions until the next publication or refresh.
      versions[stage] = published.versions.apply((known) => known ?? {});
      earlier = published;
    }
    this.stage = this.stages[mainStage(plans)] ?? pulumi.output("RELEASE");
    this.versions = pulumi.output(versions);
    this.registerOutputs({
      stage: this.stage,
      stages: this.stages,
      published: this.published,
      versions: this.versions,
    });
  }
}

/** An API, and what of it is served: its definition, or a version. */
type ServedApi = Omit<RouteRevision, "revision"> &
  ({ revision: RouteRevision["revision"] } | { version: string });

function apisOf(plan: StagePlan, routes: Record<string, RouteRevision>): Record<string, ServedApi> {
  const apis = Object.entries(routes).flatMap(([route, current]) => {
    if (!plan.routes.has(route)) return [];
    const version = plan.routes.get(route);
    return [[route, version === undefined ? current : { apiId: current.apiId, version }] as const];
  });
  return Object.fromEntries(apis);
}
