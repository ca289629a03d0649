import type { Problems } from "../../validation/problems";
import type { Stage } from "../../validation/stages";
import type { VpcApiAppArgs } from "../apps/args";
import { placeholders } from "../routes/path";
import type { PlannedRoute } from "../routes/plan";

/** Arguments of the readiness check. */
export interface VpcApiReadinessArgs {
  /**
   * Time to wait until the gateway reaches the service. New instances install their software first.
   *
   * @range 1 to 3600 seconds
   * @default 300
   */
  waitSeconds?: number;
  /**
   * Route to call. It must accept GET or HEAD and have no parameters.
   *
   * @default the first such route of the service; if there is none, no call is made
   */
  route?: string;
  /**
   * App whose AppCode the call sends, if the route requires one.
   *
   * @default the first that may call the route
   */
  app?: string;
}

/** The call of the check. `app` is the app whose AppCode it sends. */
export interface PlannedCall {
  route: string;
  method: "GET" | "HEAD";
  app: string | undefined;
}

/** Input of the plan. */
interface ReadinessContext {
  routes: Record<string, PlannedRoute>;
  /** Undefined if the argument has a wrong type. */
  apps: Record<string, VpcApiAppArgs> | undefined;
  stage: Stage;
  /** Routes that are published there. */
  published: readonly string[];
}

/** Reports problems and selects the call, if a route can be called. Undefined if the check is disabled. */
export function planReadiness(
  args: boolean | VpcApiReadinessArgs = true,
  context: ReadinessContext,
  problems: Problems,
): { waitSeconds: number; call: PlannedCall | undefined } | undefined {
  if (args === false) return undefined;
  const { waitSeconds = 300, route, app } = args === true ? {} : args;
  const able = context.published.filter((key) => leadsThere(context.routes[key]));
  if (route !== undefined && !able.includes(route)) {
    const hint = "Use a published route to the service that accepts GET or HEAD and has no parameters.";
    problems.add("route", `"${route}" cannot be called by a check.`, hint);
  }
  if (app !== undefined && !Object.hasOwn(context.apps ?? {}, app)) {
    if (context.apps !== undefined) problems.add("app", `"${app}" is not an app.`, "Use one of apps.");
    return undefined;
  }
  const [call] = (route === undefined ? able : [route]).flatMap((key) => planCall(key, app, context));
  if (call === undefined && app !== undefined) {
    const what = route === undefined ? "any route that the check can call" : `"${route}" with an AppCode`;
    problems.add("app", `"${app}" may not call ${what}.`, "Use another app or route, or remove it.");
  } else if (call === undefined && route !== undefined && able.includes(route)) {
    const problem = `"${route}" has no app that may call it with an AppCode.`;
    problems.add("route", problem, "Add an app, or use another route.");
  }
  return { waitSeconds, call };
}

function leadsThere(route: PlannedRoute | undefined): boolean {
  if (route === undefined || route.backend.mock !== undefined) return false;
  return ["GET", "HEAD", "ANY"].includes(route.method) && placeholders(route.path).length === 0;
}

/** Prefers the authorization that lasts longest: a call with an expired one does not test the connection. */
const lastDay = ({ expires }: VpcApiAppArgs): string => expires ?? "9999";

function planCall(
  key: string,
  wanted: string | undefined,
  { routes, apps = {}, stage }: ReadinessContext,
): PlannedCall[] {
  const route = routes[key];
  if (route === undefined) return [];
  const method = route.method === "HEAD" ? "HEAD" : "GET";
  if (route.auth === "anonymous") return [{ route: key, method, app: undefined }];
  const mayCall = ({ routes: some, stages }: VpcApiAppArgs) =>
    (some?.includes(key) ?? true) && (stages?.includes(stage) ?? true);
  const able = Object.entries(apps).filter(([name, app]) => (wanted ?? name) === name && mayCall(app));
  const [first] = able.sort(([, a], [, b]) => lastDay(b).localeCompare(lastDay(a)));
  return first === undefined || route.appCode === "off" ? [] : [{ route: key, method, app: first[0] }];
}
