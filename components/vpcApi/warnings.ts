import * as pulumi from "@pulumi/pulumi";
import type { VpcApiAppArgs } from "../gateway/apps/args";
import { asBlock } from "../gateway/plugins/addressList";
import { pluginKinds } from "../gateway/plugins/table";
import { placeholders } from "../gateway/routes/path";
import { isServed } from "../service/servedPages";
import type { Problem } from "../validation/problems";
import { namesStages } from "../validation/stages";
import type { VpcApiArgs } from "./args";
import type { VpcApiPlan } from "./plan";

/** A combination of valid arguments that has no effect or is probably unintended. */
export type Warning = Problem;

type Rule = (args: VpcApiArgs, resolved: VpcApiPlan) => Warning[];

const warning = (path: string, problem: string, hint: string): Warning => ({ path, problem, hint });

const routesWith = ({ routes }: VpcApiPlan, auth: "app" | "anonymous"): string[] =>
  Object.keys(routes).filter((route) => routes[route]?.auth === auth);

/** Whether an app may call a route in any environment. */
const mayCall = (app: VpcApiAppArgs, route: string, { publication }: VpcApiPlan): boolean =>
  (app.routes?.includes(route) ?? true) &&
  publication.some((plan) => (app.stages?.includes(plan.stage) ?? true) && plan.routes.has(route));

/** Rules by kind of warning. */
export const rules: Readonly<Record<string, Rule>> = {
  /** `apps: {}` declares that apps are created elsewhere. */
  "routes that no app can call": ({ apps }, resolved) => {
    const routes = routesWith(resolved, "app");
    if (apps !== undefined || routes.length === 0) return [];
    return [
      warning(
        "apps",
        `is missing, but these routes require an app: ${routes.join(", ")}. Nobody can call them.`,
        'Add an app, or set auth: "anonymous". If the apps are created elsewhere, set apps: {}.',
      ),
    ];
  },
  "a route that none of the apps may call": ({ apps = {} }, resolved) => {
    const all = Object.values(apps);
    if (all.length === 0) return [];
    const left = routesWith(resolved, "app").filter(
      (route) => !all.some((app) => mayCall(app, route, resolved)),
    );
    return left.map((route) =>
      warning(
        `routes["${route}"]`,
        "requires an app, but no app may call it.",
        "Add it to the routes of an app.",
      ),
    );
  },
  "an app that may call nothing": ({ apps = {} }, resolved) => {
    const routes = routesWith(resolved, "app");
    const idle = Object.entries(apps).filter(
      ([, app]) => !routes.some((route) => mayCall(app, route, resolved)),
    );
    return idle.map(([name]) =>
      warning(`apps["${name}"]`, "may not call any route.", 'Remove it, or set auth: "app" on a route.'),
    );
  },
  "a limit for each app where all routes are anonymous": (args, resolved) => {
    const { throttling } = args;
    if (typeof throttling !== "object" || routesWith(resolved, "app").length > 0) return [];
    if (!("perApp" in throttling) || throttling.perApp === undefined) return [];
    const problem = "has no effect: every route is anonymous, so no caller is an app.";
    return [warning("throttling.perApp", problem, "Use perApi, or remove it.")];
  },
  "a place for AppCodes on an anonymous route": ({ routes }, resolved) =>
    routesWith(resolved, "anonymous")
      .filter((key) => typeof routes[key] === "object" && routes[key].appCode !== undefined)
      .map((key) =>
        warning(
          `routes["${key}"].appCode`,
          "has no effect: the route is anonymous.",
          'Remove it, or set auth: "app".',
        ),
      ),
  "an app of the readiness check that its route does not need": ({ readiness }, { readiness: resolved }) => {
    const isUnused =
      typeof readiness === "object" && readiness.app !== undefined && resolved?.call && !resolved.call.app;
    return isUnused
      ? [warning("readiness.app", `has no effect: ${resolved.call?.route} is anonymous.`, "Remove it.")]
      : [];
  },
  "a plug-in for all routes that each route replaces": (args, { routePlugins }) =>
    (Object.keys(pluginKinds) as (keyof typeof pluginKinds)[])
      .filter((setting) => args[setting] !== undefined)
      .filter((setting) =>
        Object.keys(args.routes).every((route) => {
          const own = routePlugins[route]?.[setting];
          // If the value lists environments, the group's plug-in applies in the others.
          return own === false || own === true || (typeof own === "object" && !namesStages(own));
        }),
      )
      .map((setting) =>
        warning(
          setting,
          `has no effect: every route sets plugins.${setting} itself.`,
          "Remove one of the two.",
        ),
      ),
  "an access list of all addresses": ({ ipAccess }) =>
    (["allow", "deny"] as const)
      .filter((list) => {
        const blocks: unknown = (ipAccess as Record<string, unknown> | undefined)?.[list];
        return Array.isArray(blocks) && blocks.some((block) => asBlock(String(block)) === "0.0.0.0/0");
      })
      .map((list) =>
        warning(
          `ipAccess.${list}`,
          `has 0.0.0.0/0: ${list === "allow" ? "everybody" : "nobody"} may call.`,
          "Use narrower blocks, or remove it.",
        ),
      ),
  "a domain of an environment that serves nothing": ({ domains = [] }, resolved) =>
    resolved.domains.flatMap(({ stage }, index) => {
      const plan = resolved.publication.find((one) => one.stage === stage);
      if (plan === undefined || plan.routes.size > 0) return [];
      const path = typeof domains[index] === "string" ? `domains[${index}]` : `domains[${index}].stage`;
      return [
        warning(path, `serves ${stage}, where no route is published.`, `Promote a version to ${stage}.`),
      ];
    }),
  "a domain without a certificate for routes that accept only HTTPS": ({ domains = [] }, resolved) => {
    const secure = Object.keys(resolved.routes).filter(
      (route) => !resolved.routes[route]?.protocols.includes("HTTP"),
    );
    return resolved.domains.flatMap(({ certificate }, index) => {
      if (certificate || secure.length === 0) return [];
      const path = typeof domains[index] === "string" ? `domains[${index}]` : `domains[${index}].certificate`;
      const problem = `is without a certificate, but these routes accept only HTTPS: ${secure.join(", ")}.`;
      return [warning(path, problem, "Set a certificate, or add HTTP to the protocols of the routes.")];
    });
  },
  "an AppCode in plain text over HTTP": (_, resolved) => {
    const plain = Object.entries(resolved.routes).flatMap(([route, { auth, appCode, protocols }]) =>
      auth === "app" && appCode !== "off" && protocols.includes("HTTP") ? [route] : [],
    );
    const declined = resolved.domains.filter(({ certificate, redirect }) => certificate && !redirect);
    if (plain.length === 0 || declined.length === 0) return [];
    const names = declined.map(({ domain }) => domain).join(", ");
    const problem = `send AppCodes in plain text: ${plain.join(", ")} accept HTTP, and ${names} do not redirect it.`;
    const hint =
      'Remove redirect: false, use only HTTPS in protocols, or accept only signatures (appCode: "off").';
    return [warning("domains", problem, hint)];
  },
  "a service that no route calls": ({ service }, { routes }) => {
    const all = Object.values(routes);
    if (service?.existing || all.length === 0 || !all.every(({ backend }) => backend.mock)) return [];
    const problem =
      "is not called by any route: every route is a mock, but instances and a balancer are created.";
    return [warning("service", problem, "Remove a mock to use the service.")];
  },
  "a route to a page that does not exist": ({ service, routes }, resolved) => {
    if (service?.existing) return [];
    return Object.entries(resolved.routes).flatMap(([key, { backend }]) => {
      const isLiteral = placeholders(backend.path).length === 0 && !backend.path.endsWith("/*");
      if (backend.mock || !isLiteral || isServed(backend.path, service ?? {}) !== false) return [];
      const route = routes[key];
      const own = typeof route === "object" && route.backend?.path !== undefined ? ".backend.path" : "";
      const problem = `leads to ${backend.path}, which is not among service.pages: Nginx answers 404.`;
      return [warning(`routes["${key}"]${own}`, problem, "Add the page, or change the path.")];
    });
  },
  "an Nginx configuration without the pages or the port": ({ service }) => {
    if (service === undefined || service.existing) return [];
    const { nginxConfig, pages = {}, port = 80 } = service;
    if (typeof nginxConfig !== "string") return [];
    const listens = Array.from(nginxConfig.matchAll(/\blisten\s+([^;\s]+)/g), ([, where = ""]) => where);
    const ports = listens.map((where) => /(?:^|:)(\d+)$/.exec(where)?.[1] ?? "80");
    const isOther =
      listens.length > 0 && !listens.some((where) => where.includes("$")) && !ports.includes(`${port}`);
    const unread = Object.keys(pages).length > 0 && !/\/srv|include/.test(nginxConfig);
    const problem = `does not listen on port ${port}.`;
    const other = warning("service.nginxConfig", problem, `Add "listen ${port};", or set port.`);
    const notServed = "are not served: nginxConfig does not name /srv/www.";
    const unserved = warning("service.pages", notServed, 'Add "root /srv/www;".');
    return [...(isOther ? [other] : []), ...(unread ? [unserved] : [])];
  },
};

/** Finds all warnings about valid arguments. */
export const findWarnings = (plan: VpcApiPlan): Warning[] =>
  Object.values(rules).flatMap((rule) => rule(plan.args, plan));

/** Logs warnings with the component. */
export function logWarnings(warnings: readonly Warning[], component: pulumi.Resource): void {
  for (const { path, problem, hint } of warnings) {
    void pulumi.log.warn(`${path}: ${problem} ${hint}`, component);
  }
}
