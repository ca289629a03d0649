import * as pulumi from "@pulumi/pulumi";
import { uniqueChild } from "../../component/children";
import { Component } from "../../component/component";
import { PublishedApis } from "../../dynamic/publication/resource";
import { mapValues } from "../../validation/given";
import type { Stage } from "../../validation/stages";
import type { RouteRevision } from "../routes/args";
import type { PublicationArgs } from "./args";
import { mainStage, type PublicationPlan, publicationDefinition, type StagePlan } from "./plan";

declare module "../../component/children" {
  interface ChildKinds {
    /** Publication of APIs in one environment. */
    publication: typeof PublishedApis;
  }
}

/** APIs that are published in one environment. */
export interface PublishedStage {
  /** The environment. Known after the APIs are published there. */
  stage: pulumi.Output<string>;
  /** IDs of the APIs that are published there, by route. */
  apiIds: Record<string, pulumi.Output<string>>;
}

/**
 * Publication of APIs to one or more environments. Only APIs whose definition changed are published again.
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
export class Publication extends Component<PublicationPlan> {
  /** The environment; of several, RELEASE, else PRE. Known after the APIs are published. */
  readonly stage: pulumi.Output<string>;
  /** Environments by name. Each is known after the APIs are published there. */
  readonly stages: Partial<Record<Stage, pulumi.Output<string>>>;
  /** Published APIs, by environment. Apps can be authorized, and plug-ins attached, only for these APIs. */
  readonly published: Partial<Record<Stage, PublishedStage>>;
  /** Version of each API that is served, by environment and route. Use it for `promoted`. */
  readonly versions: pulumi.Output<Partial<Record<Stage, Record<string, string>>>>;

  /** @throws ArgumentError with every problem in the arguments, before any resource is registered */
  constructor(name: string, args: PublicationArgs, opts?: pulumi.ComponentResourceOptions) {
    super(publicationDefinition, name, args, opts);
    const { groupId, routes, stages } = this.plan;
    this.stages = {};
    this.published = {};
    const versions: Partial<Record<Stage, pulumi.Output<Record<string, string>>>> = {};
    let earlier: PublishedApis | undefined;
    for (const plan of stages) {
      const apis = listApis(plan, routes);
      const { stage, remarks } = plan;
      const apiIds = mapValues(apis, ({ apiId }) => apiId);
      // An environment has one publication of the APIs.
      const published = uniqueChild(
        this,
        "publication",
        PublishedApis,
        stage.toLowerCase(),
        { groupId, stage, remarks, apis, apiIds },
        // If the publication in one environment fails, the next environment is not published.
        { dependsOn: earlier },
      );
      this.stages[stage] = published.stage;
      this.published[stage] = { stage: published.stage, apiIds };
      versions[stage] = published.versions.apply((known) => known ?? {});
      earlier = published;
    }
    this.stage = this.stages[mainStage(stages)] ?? pulumi.output("RELEASE");
    this.versions = pulumi.output(versions);
    this.registerProperties("stage", "stages", "published", "versions");
  }
}

/** Lists the APIs of an environment with what is served: the definition or a version. */
function listApis(plan: StagePlan, routes: Record<string, RouteRevision>) {
  const apis = Object.entries(routes).flatMap(([route, current]) => {
    if (!plan.routes.has(route)) return [];
    const version = plan.routes.get(route);
    return [[route, version === undefined ? current : { apiId: current.apiId, version }] as const];
  });
  return Object.fromEntries(apis);
}
