import type * as pulumi from "@pulumi/pulumi";
import type { ApiResponse } from "../../dynamic/publication/apiResponse";
import {
  checkDescription,
  checkName,
  checkOneOf,
  checkWholeNumber,
  descriptionLimit,
} from "../../validation/names";
import type { Problems } from "../../validation/problems";
import { isObject } from "../../validation/types";
import type { RouteParameters } from "./parameterArgs";
import { type ResolvedParameters, resolveParameters } from "./parameters";
import { checkPath, checkServicePath, noteUnreachable } from "./path";
import { type ResponseArgs, resolveResponse } from "./response";

/** Methods of a request. Source: ModifyApiConfigurationRequest. */
export const methods = ["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS", "ANY"] as const;
/** A method of a request; `ANY` is each of them. */
export type Method = (typeof methods)[number];

const protocols = ["HTTP", "HTTPS"] as const;
/** How a client may speak to the gateway. */
export type Protocol = (typeof protocols)[number];

/** Where a client may put its AppCode, by the words of AppCodeAuthType. */
export const appCodeAuthTypes = {
  header: "HEADER",
  "header and query": "HEADER_QUERY",
  off: "DISABLE",
} as const;
/** Where a client may put its AppCode. In a query it is easily written to logs. */
export type AppCodeIn = keyof typeof appCodeAuthTypes;

/** What the gateway asks the service for. */
export interface BackendArgs {
  /**
   * Path at the service. `[name]` and a last `/*` stand for what they stood for in the request. It may end in a slash.
   *
   * @default the path of the request
   */
  path?: string;
  /** Method at the service. @default the method of the request */
  method?: Method;
  /**
   * Longest wait for the service's answer, in milliseconds; 1 to 30,000, on a dedicated gateway instance to 120,000.
   *
   * @default 10000
   */
  timeout?: number;
  /**
   * Answers in place of the service, with status 200: no back end is called, nor is one needed. The provider can send
   * neither another status nor headers. With it, nothing else of the back end is given.
   *
   * @default the service answers
   */
  mock?: MockArgs;
}

/** The answer of a mock. */
export interface MockArgs {
  /** The body; not empty. */
  body: string;
}

/** What routes are that say nothing else. */
export interface RouteDefaults {
  /** Who may call. @default "app" */
  auth?: "app" | "anonymous";
  /** What clients may speak. @default ["HTTPS"] */
  protocols?: Protocol[];
  /** Where an app may put its AppCode. @default "header" */
  appCode?: AppCodeIn;
  /** Longest wait for the service's answer, in milliseconds. @default 10000 */
  timeout?: number;
}

/** One API: a request that clients make, and what the gateway asks the service for. */
export interface RouteArgs extends RouteParameters {
  /** Method of the request. @default "GET" */
  method?: Method;
  /**
   * Path of the request below the group's base path; `[name]` stands for one segment, a last `/*` for any rest. It
   * does not end in a slash: set `backend.path` if the service needs one.
   * Where several routes match, the local cloud takes the most specific: the service does not document its order.
   * The cloud refuses a path that another route of the same method still has. A route may take the path of one that
   * gets another path in the same update. The preview refuses to exchange the paths of two routes, and to give a route
   * that exists the path of one that is removed: run `pulumi up` for the first step alone, then for the second.
   */
  path: string;
  /** What clients may speak. An AppCode over HTTP can be read on its way. @default ["HTTPS"] */
  protocols?: Protocol[];
  /**
   * Who may call: apps that are authorized (`"app"`), or anybody (`"anonymous"`).
   *
   * @default "app"
   */
  auth?: "app" | "anonymous";
  /** Where an app may put its AppCode. @default "header" */
  appCode?: AppCodeIn;
  /** What the gateway asks the service for. @default the same request */
  backend?: BackendArgs;
  /** Format and examples of the answers, for the documents of the API. @default what the provider writes: JSON */
  response?: ResponseArgs;
  /** At most 180 characters. @default the method and the path */
  description?: string;
  /**
   * The name that this route had before, if method or path change as well: otherwise another API is created, and the
   * old one deleted. A new name alone needs nothing. Keep it for as long as any stack knows the old name.
   *
   * @default none
   */
  formerName?: string;
}

/** A route in full, or in short as `"METHOD /path"`, with all else as by default; `"/path"` is a GET. */
export type Route = RouteArgs | string;

/** A route with every value decided. */
export interface ResolvedRoute extends ResolvedParameters {
  method: Method;
  path: string;
  protocols: Protocol[];
  auth: "app" | "anonymous";
  appCode: AppCodeIn;
  backend: Required<Omit<BackendArgs, "mock">> & { mock: MockArgs | undefined };
  /** Undefined where nothing is said of it. */
  response: ApiResponse | undefined;
  description: string;
  formerName: string | undefined;
}

/** Notes each problem in what is said of all routes. `instanceId`: as for `resolveRoutes`. */
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

/** Milliseconds that a gateway instance waits at most. Source: limits of API Gateway. */
const longestTimeouts = { shared: 30_000, dedicated: 120_000 };

function longestTimeoutOf(instanceId: pulumi.Input<string> | undefined): number {
  // An instance that is not known yet is one that the program makes, or looks up: not the shared one.
  const shared =
    instanceId === undefined || (typeof instanceId === "string" && instanceId.startsWith("api-shared-"));
  return shared ? longestTimeouts.shared : longestTimeouts.dedicated;
}

/** `instanceId`: the gateway instance that serves the routes, undefined for the shared one. */
export function resolveRoutes(
  routes: Record<string, Route>,
  problems: Problems,
  instanceId?: pulumi.Input<string>,
  defaults: RouteDefaults = {},
): Record<string, ResolvedRoute> {
  const resolved = Object.entries(routes).map(([key, given]) => {
    const at = problems.under(`["${key}"]`);
    checkName("api", key, at, "");
    const full = typeof given === "string" ? inFull(given) : given;
    checkFormerName(full, routes, at);
    const route = resolveRoute(full, at, defaults);
    checkTimeout(full.backend?.timeout, instanceId, at.under("backend"));
    return [key, route] as const;
  });
  if (resolved.length === 0) problems.add("", "is empty.", "Add at least one route.");
  noteUnreachable(resolved, methods, problems);
  return Object.fromEntries(resolved);
}

function checkFormerName(
  { formerName }: RouteArgs,
  routes: Readonly<Record<string, Route>>,
  problems: Problems,
): void {
  if (formerName === undefined) return;
  if (formerName === "")
    problems.add("formerName", "is empty.", "Name the route as it was, or leave it out.");
  if (Object.hasOwn(routes, formerName)) {
    problems.add("formerName", `"${formerName}" is the name of a route.`, "Remove it, or that route.");
  }
  const others = Object.values(routes).filter((one) => isObject(one) && one.formerName === formerName);
  if (others.length > 1) {
    problems.add(
      "formerName",
      `"${formerName}" was the name of one route alone.`,
      "Remove it from the others.",
    );
  }
}

/** What is no method or path is found by the checks of those. */
function inFull(short: string): RouteArgs {
  const [, method, path] = /^(?:([^\s/]\S*)\s+)?(.*)$/.exec(short) ?? [];
  return { ...(method !== undefined && { method: method as Method }), path: path ?? "" };
}

function resolveRoute(route: RouteArgs, problems: Problems, defaults: RouteDefaults): ResolvedRoute {
  const common: Required<RouteDefaults> = {
    auth: "app",
    protocols: ["HTTPS"],
    appCode: "header",
    timeout: 10_000,
    ...defaults,
  };
  const { method = "GET", path = "", protocols: spoken = common.protocols } = route;
  const { auth = common.auth, appCode = common.appCode } = route;
  const backend = { path, method, timeout: common.timeout, mock: undefined, ...route.backend };
  const description = route.description ?? `${method} ${path}`.slice(0, descriptionLimit);
  checkOneOf(method, methods, problems, "method");
  checkPath(path, problems, "path");
  checkRequest(route, problems);
  const atBackend = problems.under("backend");
  // What was not given is the request's own, and noted there.
  if (route.backend?.method !== undefined) checkOneOf(backend.method, methods, atBackend, "method");
  if (route.backend?.path !== undefined) checkServicePath(backend.path, atBackend, "path");
  checkMock(route.backend ?? {}, atBackend);
  const backendPath = backend.mock === undefined ? backend.path : undefined;
  const parameters = resolveParameters(route, { method, path, backendPath }, problems);
  checkDescription(description, problems);
  return {
    ...parameters,
    method,
    path,
    protocols: spoken,
    auth,
    appCode,
    backend,
    response: route.response && resolveResponse(route.response, problems.under("response")),
    description,
    formerName: route.formerName,
  };
}

/** Notes what no client can be asked for, in a route or for all of them. */
function checkRequest({ protocols: spoken, auth, appCode }: RouteDefaults, problems: Problems): void {
  if (spoken?.length === 0) problems.add("protocols", "is empty.", "Use HTTPS, HTTP or both.");
  spoken?.forEach((protocol, index) => {
    const at = `protocols[${index}]`;
    if (!checkOneOf(protocol, protocols, problems, at) || spoken.indexOf(protocol) === index) return;
    problems.add(at, `"${protocol}" is named twice.`, "Remove one of the two.");
  });
  if (auth !== undefined) checkOneOf(auth, ["app", "anonymous"], problems, "auth");
  if (appCode !== undefined) checkOneOf(appCode, Object.keys(appCodeAuthTypes), problems, "appCode");
}

function checkTimeout(
  timeout: number | undefined,
  instanceId: pulumi.Input<string> | undefined,
  problems: Problems,
): void {
  const limits = { from: 1, to: longestTimeoutOf(instanceId), unit: "milliseconds" };
  if (timeout !== undefined) checkWholeNumber(timeout, limits, problems, "timeout");
}

/** Notes an empty mock, and what nobody asks for beside one. */
function checkMock({ mock, ...beside }: BackendArgs, problems: Problems): void {
  if (mock === undefined) return;
  if (mock.body === "") problems.add("mock.body", "is empty.", "Give a body, if only a blank or {}.");
  for (const property of Object.keys(beside)) {
    problems.add(property, "is set beside mock, which calls nothing.", "Remove one of the two.");
  }
}
