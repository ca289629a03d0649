import type * as pulumi from "@pulumi/pulumi";
import type { ComponentDefinition } from "../../component/component";
import type { ApiResponse } from "../../dynamic/publication/apiResponse";
import { checkDistinct, checkName, checkWholeNumber, descriptionLimit } from "../../validation/names";
import { hintForName } from "../../validation/nearest";
import type { Problems } from "../../validation/problems";
import { isObject } from "../../validation/types";
import type { AppCodeIn, BackendArgs, Method, Route, RouteArgs, RouteDefaults, RoutesArgs } from "./args";
import type { RouteParameters } from "./parameterArgs";
import { type PlannedParameters, planParameters } from "./parameters";
import { checkPath, checkServicePath, reportUnreachable } from "./path";
import { planResponse } from "./response";
import { methods } from "./values";

/** Values of AppCodeAuthType. */
export const appCodeAuthTypes: Readonly<Record<AppCodeIn, string>> = {
  header: "HEADER",
  "header and query": "HEADER_QUERY",
  off: "DISABLE",
};

export interface RoutesPlan extends Pick<RoutesArgs, "groupId" | "accessName" | "republishOn"> {
  routes: Record<string, PlannedRoute>;
}

export const routesDefinition: ComponentDefinition<RoutesArgs, RoutesPlan> = {
  type: "Routes",
  packages: () => ["pulumi-nodejs"],
  plan(args, problems) {
    const { groupId, accessName, instanceId, republishOn } = args;
    checkDefaults(args.defaults, problems, instanceId);
    const routes = planRoutes(args.routes, problems.under("routes"), instanceId, args.defaults);
    const calling = Object.keys(routes).find((key) => routes[key]?.backend.mock === undefined);
    if (accessName === undefined && calling !== undefined) {
      problems.add("accessName", `is missing, but "${calling}" is not a mock.`, "Set it, or use a mock.");
    }
    return { routes, groupId, accessName, republishOn };
  },
};

type Defaulted = "method" | "protocols" | "auth" | "appCode" | "description";

/** A route with all defaults. Arguments without a default are passed on. */
export interface PlannedRoute
  extends PlannedParameters,
    Required<Pick<RouteArgs, Defaulted>>,
    Omit<RouteArgs, Defaulted | keyof RouteParameters | "backend" | "response"> {
  backend: Required<Omit<BackendArgs, "mock">> & Pick<BackendArgs, "mock">;
  response?: ApiResponse;
}

/** Reports problems in the defaults of all routes. `instanceId` is the same as for `planRoutes`. */
export function checkDefaults(
  defaults: RouteDefaults | undefined,
  problems: Problems,
  instanceId: pulumi.Input<string> | undefined,
): void {
  if (defaults === undefined) return;
  const at = problems.under("defaults");
  checkRequest(defaults, at);
  checkTimeout(defaults.timeout, instanceId, at);
}

/** Maximum timeout of a gateway instance, in milliseconds. Source: limits of API Gateway. */
const longestTimeouts = { shared: 30_000, dedicated: 120_000 };

/** Plans the routes. `instanceId` is the gateway instance that serves them; undefined for the shared one. */
export function planRoutes(
  routes: Record<string, Route>,
  problems: Problems,
  instanceId?: pulumi.Input<string>,
  defaults: RouteDefaults = {},
): Record<string, PlannedRoute> {
  const resolved = Object.entries(routes).map(([key, routeOrShort]) => {
    const at = problems.under(`["${key}"]`);
    checkName("api", key, at, "");
    const full = typeof routeOrShort === "string" ? expandRoute(routeOrShort) : routeOrShort;
    checkFormerName(full, routes, at);
    const route = planRoute(full, at, defaults);
    checkTimeout(full.backend?.timeout, instanceId, at.under("backend"));
    return [key, route] as const;
  });
  if (resolved.length === 0) problems.add("", "is empty.", "Add at least one route.");
  reportUnreachable(resolved, methods, problems);
  return Object.fromEntries(resolved);
}

function checkFormerName({ formerName }: RouteArgs, routes: RoutesArgs["routes"], problems: Problems): void {
  if (formerName === undefined) return;
  if (formerName === "")
    problems.add("formerName", "is empty.", "Set it to the previous name, or remove it.");
  if (Object.hasOwn(routes, formerName)) {
    problems.add("formerName", `"${formerName}" is the name of a route.`, "Remove it, or that route.");
  }
  const others = Object.values(routes).filter((one) => isObject(one) && one.formerName === formerName);
  if (others.length > 1) {
    const problem = `"${formerName}" is the former name of ${others.length} routes.`;
    problems.add("formerName", problem, "Keep it in one of them.");
  }
}

/** Expands the short form of a route. Other checks report an invalid method or path. */
function expandRoute(short: string): RouteArgs {
  const [, method, path] = /^(?:([^\s/]\S*)\s+)?(.*)$/.exec(short) ?? [];
  return { path: path ?? "", ...(method !== undefined && { method: method as Method }) };
}

function planRoute(route: RouteArgs, problems: Problems, defaults: RouteDefaults): PlannedRoute {
  const { timeout = 10_000, ...common } = defaults;
  const { method = "GET", path } = route;
  const backend = { path, method, timeout, ...route.backend };
  // The short form is not parsed.
  if (!methods.includes(method)) problems.add("method", `is "${method}".`, hintForName(method, methods));
  checkPath(path, problems, "path");
  checkRequest(route, problems);
  const atBackend = problems.under("backend");
  // Without `backend.path`, the path is that of the request, which is checked there.
  if (route.backend?.path !== undefined) checkServicePath(backend.path, atBackend, "path");
  checkMock(route.backend ?? {}, atBackend);
  const backendPath = backend.mock === undefined ? backend.path : undefined;
  const parameters = planParameters(route, { method, path, backendPath }, problems);
  return {
    auth: "app",
    protocols: ["HTTPS"],
    appCode: "header",
    description: `${method} ${path}`.slice(0, descriptionLimit),
    ...common,
    ...route,
    ...parameters,
    method,
    backend,
    response: route.response && planResponse(route.response, problems.under("response")),
  };
}

/** Reports conflicting request arguments of a route, or of the defaults. */
function checkRequest({ protocols }: RouteDefaults, problems: Problems): void {
  if (protocols?.length === 0) problems.add("protocols", "is empty.", "Use HTTPS, HTTP or both.");
  checkDistinct(protocols ?? [], problems, "protocols");
}

function checkTimeout(
  timeout: number | undefined,
  instanceId: pulumi.Input<string> | undefined,
  problems: Problems,
): void {
  if (timeout === undefined) return;
  // The program creates or looks up an instance whose ID is unknown, so it is not the shared one.
  const isShared =
    instanceId === undefined || (typeof instanceId === "string" && instanceId.startsWith("api-shared-"));
  const to = longestTimeouts[isShared ? "shared" : "dedicated"];
  checkWholeNumber(timeout, { from: 1, to, unit: "milliseconds" }, problems, "timeout");
}

/** Reports an empty mock, and arguments that conflict with it. */
function checkMock({ mock, ...beside }: BackendArgs, problems: Problems): void {
  if (mock === undefined) return;
  if (mock.body === "") problems.add("mock.body", "is empty.", "Set a body, for example {}.");
  for (const property of Object.keys(beside)) {
    problems.add(property, "is set together with mock, which calls no back end.", "Remove one of the two.");
  }
}
