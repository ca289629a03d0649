import * as pulumi from "@pulumi/pulumi";
import { claimName } from "../../component/claims";
import type { ComponentDefinition, WithDefaults } from "../../component/component";
import { credentialKinds, credentialProblems } from "../../validation/credentials";
import { checkDistinct, checkName } from "../../validation/names";
import type { Problems } from "../../validation/problems";
import { checkStageIn, type Stage, stages } from "../../validation/stages";
import type { PublishedIn } from "../plugins/args";
import type {
  AppArgs,
  AppAuthorization,
  AppCredentialArgs,
  CommonAppArgs,
  CredentialSource,
  GeneratedCredential,
  VpcApiAppArgs,
} from "./args";

export type AppPlan = WithDefaults<AppArgs, "expires" | "authorization">;

export const appDefinition: ComponentDefinition<AppArgs, AppPlan> = {
  type: "App",
  plan(args, problems) {
    const { authorization, authorizations = {} } = args;
    checkApp(args.appName, args, problems);
    for (const stage of Object.keys(authorizations))
      checkStageIn(stages, stage, problems, `authorizations.${stage}`);
    if (authorization && args.authorizations) {
      const hint = "Move it to authorizations, under its environment.";
      problems.add("authorization", "is set together with authorizations.", hint);
    }
    return { description: "", credentials: {}, authorizations, tags: {}, ...args };
  },
  claims: ({ appName }) => [claimName("app", "appName", appName)],
  packages({ credentials }) {
    const isRandom = credentialKinds.some((kind) => isGenerated(credentials[kind]));
    return isRandom ? ["pulumi-nodejs", "random"] : ["pulumi-nodejs"];
  },
};

export function isGenerated(source: CredentialSource | undefined): source is GeneratedCredential {
  if (typeof source !== "object" || pulumi.Output.isInstance(source)) return false;
  return !(source instanceof Promise) && "rotation" in source;
}

/** Whether replaced credentials keep working. A time counts until it has passed. */
export function keepsPrevious({ keepPrevious = true }: AppCredentialArgs, now = new Date()): boolean {
  return typeof keepPrevious === "boolean" ? keepPrevious : Date.parse(keepPrevious) > now.getTime();
}

function checkApp(appName: string, settings: CommonAppArgs, problems: Problems, nameAt = "appName"): void {
  checkName("app", appName, problems, nameAt);
  if (settings.credentials) checkCredentials(settings.credentials, problems.under("credentials"));
  if (settings.expires !== undefined) checkTime(settings.expires, problems, "expires");
}

function checkTime(text: string, problems: Problems, property: string): boolean {
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) ? new Date(text) : new Date(Number.NaN);
  // JavaScript reads a day that the month does not have as one of the next month.
  const isMoment = !Number.isNaN(time.getTime()) && time.toISOString() === text.replace("Z", ".000Z");
  if (!isMoment) problems.add(property, `is "${text}".`, "Use UTC to the second: 2027-01-31T00:00:00Z.");
  return isMoment;
}

function checkCredentials(settings: AppCredentialArgs, problems: Problems): void {
  if (typeof settings.keepPrevious === "string") checkTime(settings.keepPrevious, problems, "keepPrevious");
  const given: Partial<Record<(typeof credentialKinds)[number], string>> = {};
  for (const kind of credentialKinds) {
    const source = settings[kind];
    if (isGenerated(source)) {
      const hint = 'Use any string or number, such as "1".';
      if (source.rotation === "") problems.add(`${kind}.rotation`, "is empty.", hint);
    } else if (typeof source === "string") given[kind] = source;
  }
  for (const { kind, problem, hint } of credentialProblems(given)) problems.add(kind, problem, hint);
}

/** Authorizations of one app for published APIs that are not anonymous, by environment. Omits empty ones. */
export function planAuthorizations(
  { routes: ownRoutes, stages }: Pick<VpcApiAppArgs, "routes" | "stages">,
  routes: AppContext["routes"],
  published: Record<string, PublishedIn>,
  groupId: pulumi.Output<string>,
): Partial<Record<Stage, AppAuthorization>> {
  const authorizations = Object.entries(published).flatMap(([name, { stage, apiIds }]) => {
    if (stages && !stages.some((one) => one === name)) return [];
    const mayCall = (route: string) => routes[route]?.auth === "app" && (ownRoutes?.includes(route) ?? true);
    const callable = Object.entries(apiIds).filter(([route]) => mayCall(route));
    return callable.length === 0
      ? []
      : [[name, { groupId, stage, apiIds: Object.fromEntries(callable) }] as const];
  });
  return Object.fromEntries(authorizations);
}

/** Routes and environments that the apps may call. */
interface AppContext {
  routes: Record<string, { auth: string }>;
  /** Environments with the routes that each serves. */
  publication: readonly { stage: Stage; routes: { has(route: string): boolean } }[];
}

/** Plans the apps of a VpcApi. Their authorizations depend on the publication. */
export function planApps(apps: Record<string, VpcApiAppArgs>, context: AppContext, problems: Problems) {
  const owners = new Map<string, string>();
  return Object.entries(apps).map(([appName, settings]) => {
    const at = problems.under(`["${appName}"]`);
    checkApp(appName, settings, at, "");
    checkStages(settings, context, at);
    checkRoutes(settings, context, at);
    for (const kind of ["appCode", "appKey"] as const) {
      const value = settings.credentials?.[kind];
      if (typeof value !== "string") continue;
      const other = owners.get(`${kind} ${value}`);
      if (other)
        at.add(`credentials.${kind}`, `is also that of ${other}.`, "Use a different one for each app.");
      owners.set(`${kind} ${value}`, appName);
    }
    return { appName, description: "", credentials: {}, ...settings };
  });
}

function checkStages({ stages: own }: VpcApiAppArgs, { publication }: AppContext, problems: Problems): void {
  const published = publication.map(({ stage }) => stage);
  if (own?.length === 0) problems.add("stages", "is empty.", `Use ${published.join(", ")}.`);
  checkDistinct(own ?? [], problems, "stages");
  own?.forEach((stage, index) => {
    checkStageIn(published, stage, problems, `stages[${index}]`, {
      problem: `is "${stage}", where nothing is published.`,
      hint: `Use ${published.join(", ")}, or publish to it.`,
    });
  });
}

function checkRoutes(
  { routes: own, stages }: VpcApiAppArgs,
  { routes, publication }: AppContext,
  problems: Problems,
): void {
  if (own?.length === 0) problems.add("routes", "is empty.", "Remove it for all routes, or remove the app.");
  const possible = Object.keys(routes).filter((route) => routes[route]?.auth === "app");
  const served = (route: string) =>
    publication.some((plan) => (stages?.includes(plan.stage) ?? true) && plan.routes.has(route));
  own?.forEach((route, index) => {
    const problem = [
      { is: own.indexOf(route) !== index, words: "is listed twice." },
      { is: !Object.hasOwn(routes, route), words: "is not a route." },
      { is: !possible.includes(route), words: "is anonymous: it needs no authorization." },
      { is: !served(route), words: "is not published to any environment of the app." },
    ].find(({ is }) => is);
    if (!problem) return;
    const hint = possible.length > 0 ? `Use ${possible.join(", ")}.` : "No route requires an app.";
    problems.add(`routes[${index}]`, `"${route}" ${problem.words}`, hint);
  });
}
