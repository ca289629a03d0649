import { own } from "../../validation/given";
import { checkDescription, checkDistinct } from "../../validation/names";
import type { Problems } from "../../validation/problems";
import { checkStage, checkStageIn, type Stage, stages } from "../../validation/stages";

/** Versions of APIs in the history of their publications, by route; each is 17 digits. */
export type ApiVersions = Record<string, string>;

/** What one environment serves. */
export interface StageArgs {
  /**
   * Words that the history of each publication keeps; 1 to 180 characters. They go with the next publication:
   * to change them alone publishes nothing.
   *
   * @default those of all environments
   */
  remarks?: string;
  /**
   * The versions that it serves, by route, and nothing else: those that another environment served when it was
   * tested, as `Publication.versions` has them. An empty object publishes nothing yet. A route that is not named is
   * not published here. To go back, give the versions that were here before.
   *
   * A version that is first published here is preceded, for the moment between two calls, by the current definition,
   * because the service switches only what is published. A version that the API does not have is refused in the
   * preview, with those that it has. A version keeps what it was published with, the VPC access authorization too.
   *
   * @default the current definitions of all routes
   */
  promoted?: ApiVersions;
  /**
   * Versions that it serves instead of the current definition, by route; all other routes follow their definition.
   * Not beside `promoted`. Remove it to publish the current definition again.
   *
   * @default none
   */
  rolledBack?: ApiVersions;
}

/** Where to, and with which words, APIs are published. */
export interface VpcApiPublicationArgs {
  /** The one environment that the APIs are published to. Not beside `stages`. @default "RELEASE" */
  stage?: Stage;
  /**
   * The environments that the APIs are published to: a list, or the settings of each. They are published in the order
   * TEST, PRE, RELEASE. To remove one withdraws its APIs there, after the authorizations for them.
   *
   * With `RELEASE: { promoted }`, a changed definition goes to TEST alone. Once it is tested, its versions are given
   * to RELEASE, which then serves the very same definitions.
   *
   * @default the one of `stage`
   */
  stages?: Stage[] | Partial<Record<Stage, StageArgs>>;
  /**
   * Words that the history of each publication keeps; 1 to 180 characters. They go with the next publication:
   * to change them alone publishes nothing.
   *
   * @default "Published by Pulumi"
   */
  remarks?: string;
}

/** What one environment is to serve. */
export interface StagePlan {
  stage: Stage;
  remarks: string;
  /** Routes that are published, each with its version; undefined is the current definition. */
  routes: Map<string, string | undefined>;
}

/** What a publication knows of a route before anything is created. */
export type PublishableRoutes = Record<string, { stages?: readonly Stage[] | undefined }>;

/** The order in which environments are published. */
const publicationOrder: readonly Stage[] = ["TEST", "PRE", "RELEASE"];

/** Decides what each environment is to serve; in the order in which they are published. */
export function planPublication(
  settings: VpcApiPublicationArgs,
  routes: PublishableRoutes,
  problems: Problems,
  /** Where the routes are noted. */
  atRoutes: Problems,
): StagePlan[] {
  const { remarks = "Published by Pulumi" } = settings;
  const wanted = wantedStages(settings, problems);
  checkRemarks(remarks, problems);
  for (const [route, { stages: own }] of Object.entries(routes)) {
    if (own !== undefined) checkRouteStages(own, [...wanted.keys()], atRoutes.under(`["${route}"]`));
  }
  return publicationOrder.flatMap((stage) => {
    const given = wanted.get(stage);
    if (given === undefined) return [];
    const at = problems.under(`stages.${stage}`);
    if (given.remarks !== undefined) checkRemarks(given.remarks, at);
    const here = Object.keys(routes).filter((route) => routes[route]?.stages?.includes(stage) ?? true);
    checkVersions(given, { stage, here, all: Object.keys(routes) }, at);
    return [{ stage, remarks: given.remarks ?? remarks, routes: served(given, here) }];
  });
}

/** The environment that stands for all where one is asked for: RELEASE where it is among them, else PRE, else TEST. */
export function mainStage(plans: readonly StagePlan[]): Stage {
  return stages.find((stage) => plans.some((plan) => plan.stage === stage)) ?? "RELEASE";
}

function wantedStages(
  { stage, stages: given }: VpcApiPublicationArgs,
  problems: Problems,
): Map<string, StageArgs> {
  if (given === undefined) {
    const only = stage ?? "RELEASE";
    checkStage(only, problems);
    return new Map([[only, {}]]);
  }
  if (stage !== undefined) problems.add("stage", "is given beside stages.", "Give one of the two.");
  const entries: [string, StageArgs][] = Array.isArray(given)
    ? given.map((name) => [name, {}])
    : Object.entries(given);
  if (entries.length === 0) {
    problems.add("stages", "names no environment.", `Name one or more of ${stages.join(", ")}.`);
  }
  if (Array.isArray(given)) checkDistinct(given, problems, "stages");
  entries.forEach(([name], index) => {
    checkStage(name, problems, Array.isArray(given) ? `stages[${index}]` : `stages.${name}`);
  });
  return new Map(entries);
}

function checkRemarks(remarks: string, problems: Problems): void {
  if (remarks === "") problems.add("remarks", "is empty.", "Say why the APIs are published.");
  checkDescription(remarks, problems, "remarks");
}

function checkRouteStages(own: readonly Stage[], published: readonly string[], problems: Problems): void {
  if (own.length === 0) {
    problems.add("stages", "names no environment.", `Name one or more of ${published.join(", ")}.`);
  }
  checkDistinct(own, problems, "stages");
  own.forEach((stage, index) => {
    checkStageIn(published, stage, problems, `stages[${index}]`, {
      problem: `is "${stage}", which the publication does not name.`,
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
    problems.add("rolledBack", "is given beside promoted.", "Put these versions into promoted.");
  }
  for (const [property, versions] of Object.entries({ promoted, rolledBack })) {
    for (const [route, version] of Object.entries(versions ?? {})) {
      const at = problems.under(`${property}["${route}"]`);
      if (!all.includes(route)) at.add("", "is no route.", `Use one of ${all.join(", ")}.`);
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
