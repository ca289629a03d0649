import type * as pulumi from "@pulumi/pulumi";
import type { ComponentDefinition } from "../../component/component";
import { mapValues, own } from "../../validation/given";
import { checkDistinct } from "../../validation/names";
import type { Problems } from "../../validation/problems";
import { checkStageIn, type Stage, stages } from "../../validation/stages";
import type { RouteRevision } from "../routes/args";
import type { PublicationArgs, StageArgs, VpcApiPublicationArgs } from "./args";

export interface StagePlan {
  stage: Stage;
  remarks: string;
  /** Published routes with their versions. Undefined is the current definition. */
  routes: Map<string, string | undefined>;
}

export interface PublicationPlan {
  stages: StagePlan[];
  groupId: pulumi.Input<string>;
  routes: Record<string, RouteRevision>;
}

export const publicationDefinition: ComponentDefinition<PublicationArgs, PublicationPlan> = {
  type: "Publication",
  packages: () => ["pulumi-nodejs"],
  plan(args, problems) {
    const { groupId, routes, routeStages } = args;
    const publishable = mapValues(routes, (_, route) => ({ stages: own(routeStages, route) }));
    const stages = planPublication(args, publishable, problems, problems.under("routes"));
    return { stages, groupId, routes };
  },
};

/** Facts about routes that the plan needs before resources exist. */
type PublishableRoutes = Record<string, { stages?: readonly Stage[] | undefined }>;

const publicationOrder: readonly Stage[] = ["TEST", "PRE", "RELEASE"];

export function planPublication(
  settings: VpcApiPublicationArgs,
  routes: PublishableRoutes,
  problems: Problems,
  atRoutes: Problems,
): StagePlan[] {
  const { remarks = "Published by Pulumi" } = settings;
  const argsByStage = wantedStages(settings, problems);
  checkRemarks(remarks, problems);
  for (const [route, { stages: own }] of Object.entries(routes)) {
    if (own !== undefined) checkRouteStages(own, [...argsByStage.keys()], atRoutes.under(`["${route}"]`));
  }
  return publicationOrder.flatMap((stage) => {
    const stageArgs = argsByStage.get(stage);
    if (stageArgs === undefined) return [];
    const at = problems.under(`stages.${stage}`);
    if (stageArgs.remarks !== undefined) checkRemarks(stageArgs.remarks, at);
    const here = Object.keys(routes).filter((route) => routes[route]?.stages?.includes(stage) ?? true);
    checkVersions(stageArgs, { stage, here, all: Object.keys(routes) }, at);
    return [{ stage, remarks: stageArgs.remarks ?? remarks, routes: served(stageArgs, here) }];
  });
}

/** Returns the main environment: RELEASE if present, else PRE, else TEST. */
export function mainStage(plans: readonly StagePlan[]): Stage {
  return stages.find((stage) => plans.some((plan) => plan.stage === stage)) ?? "RELEASE";
}

function wantedStages(
  { stage, stages: stageArgs }: VpcApiPublicationArgs,
  problems: Problems,
): Map<string, StageArgs> {
  if (stageArgs === undefined) return new Map([[stage ?? "RELEASE", {}]]);
  if (stage !== undefined) problems.add("stage", "is set together with stages.", "Remove one of them.");
  const entries: [string, StageArgs][] = Array.isArray(stageArgs)
    ? stageArgs.map((name) => [name, {}])
    : Object.entries(stageArgs);
  if (entries.length === 0) problems.add("stages", "is empty.", `Use one or more of ${stages.join(", ")}.`);
  if (Array.isArray(stageArgs)) checkDistinct(stageArgs, problems, "stages");
  else for (const [name] of entries) checkStageIn(stages, name, problems, `stages.${name}`);
  return new Map(entries);
}

function checkRemarks(remarks: string, problems: Problems): void {
  if (remarks === "")
    problems.add("remarks", "is empty.", "Set it to the reason of the publication, or remove it.");
}

function checkRouteStages(own: readonly Stage[], published: readonly string[], problems: Problems): void {
  if (own.length === 0) problems.add("stages", "is empty.", `Use one or more of ${published.join(", ")}.`);
  checkDistinct(own, problems, "stages");
  own.forEach((stage, index) => {
    checkStageIn(published, stage, problems, `stages[${index}]`, {
      problem: `is "${stage}", which is not in the publication.`,
      hint: `Use one of ${published.join(", ")}, or add it to publication.stages.`,
    });
  });
}

function checkVersions(
  { promoted, rolledBack }: StageArgs,
  { stage, here, all }: { stage: Stage; here: readonly string[]; all: readonly string[] },
  problems: Problems,
): void {
  if (promoted !== undefined && rolledBack !== undefined) {
    problems.add("rolledBack", "is set together with promoted.", "Move these versions to promoted.");
  }
  for (const [property, versions] of Object.entries({ promoted, rolledBack })) {
    for (const [route, version] of Object.entries(versions ?? {})) {
      const at = problems.under(`${property}["${route}"]`);
      if (!all.includes(route)) at.add("", "is not a route.", `Use one of ${all.join(", ")}.`);
      else if (!here.includes(route))
        at.add("", `is not for ${stage}, by its stages.`, "Remove one of the two.");
      if (!/^\d{17}$/.test(version)) {
        at.add("", `is "${version}".`, "Use a version such as 20261123004430123: see Publication.versions.");
      }
    }
  }
}

function served({ promoted, rolledBack = {} }: StageArgs, here: readonly string[]): StagePlan["routes"] {
  const routes = promoted === undefined ? here : here.filter((route) => Object.hasOwn(promoted, route));
  return new Map(routes.map((route) => [route, own(promoted ?? rolledBack, route)]));
}
