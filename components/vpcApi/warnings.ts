import * as pulumi from "@pulumi/pulumi";
import type { VpcApiAppArgs } from "../gateway/apps/args";
import { asBlock } from "../gateway/plugins/addressList";
import { pluginKinds } from "../gateway/plugins/table";
import { placeholders } from "../gateway/routes/path";
import { isServed } from "../service/servedPages";
import { type Problem, Problems } from "../validation/problems";
import { namesStages } from "../validation/stages";
import { isObject } from "../validation/types";
import type { VpcApiArgs } from "./args";
import type { VpcApiPlan } from "./plan";

/** Warns about a combination of valid arguments that has no effect or is probably unintended. */
type Rule = (args: VpcApiArgs, plan: VpcApiPlan, warnings: Problems) => void;

const routesWith = ({ routes }: VpcApiPlan, auth: "app" | "anonymous"): string[] =>
  Object.keys(routes).filter((route) => routes[route]?.auth === auth);

/** Whether an app may call a route in any environment. */
const mayCall = (app: VpcApiAppArgs, route: string, { publication }: VpcApiPlan): boolean =>
  (app.routes?.includes(route) ?? true) &&
  publication.some((plan) => (app.stages?.includes(plan.stage) ?? true) && plan.routes.has(route));

/** Rules by kind of warning. */
export const rules: Readonly<Record<string, Rule>> = {
  /** `apps: {}` declares that apps are created elsewhere. */
  "routes that no app can call": ({ apps }, plan, warnings) => {
    const routes = routesWith(plan, "app");
    if (apps !== undefined || routes.length === 0) return;
    const problem = `is missing, but these routes require an app: ${routes.join(", ")}. Nobody can call them.`;
    const hint = 'Add an app, or set auth: "anonymous". If the apps are created elsewhere, set apps: {}.';
    warnings.add("apps", problem, hint);
  },
  "a route that none of the apps may call": ({ apps = {} }, plan, warnings) => {
    const all = Object.values(apps);
    if (all.length === 0) return;
    for (const route of routesWith(plan, "app")) {
      if (all.some((app) => mayCall(app, route, plan))) continue;
      const problem = "requires an app, but no app may call it.";
      warnings.add(`routes["${route}"]`, problem, "Add it to the routes of an app.");
    }
  },
  "an app that may call nothing": ({ apps = {} }, plan, warnings) => {
    const routes = routesWith(plan, "app");
    for (const [name, app] of Object.entries(apps)) {
      if (routes.some((route) => mayCall(app, route, plan))) continue;
      const hint = 'Remove it, or set auth: "app" on a route.';
      warnings.add(`apps["${name}"]`, "may not call any route.", hint);
    }
  },
  "a limit for each app where all routes are anonymous": ({ throttling }, plan, warnings) => {
    if (typeof throttling !== "object" || routesWith(plan, "app").length > 0) return;
    if (!("perApp" in throttling) || throttling.perApp === undefined) return;
    const problem = "has no effect: every route is anonymous, so no caller is an app.";
    warnings.add("throttling.perApp", problem, "Use perApi, or remove it.");
  },
  "a place for AppCodes on an anonymous route": ({ routes }, plan, warnings) => {
    for (const key of routesWith(plan, "anonymous")) {
      const route = routes[key];
      if (typeof route !== "object" || route.appCode === undefined) continue;
      const problem = "has no effect: the route is anonymous.";
      warnings.add(`routes["${key}"].appCode`, problem, 'Remove it, or set auth: "app".');
    }
  },
  "an app of the readiness check that its route does not need": (args, { readiness: plan }, warnings) => {
    const isSet = typeof args.readiness === "object" && args.readiness.app !== undefined;
    if (!isSet || !plan?.call || plan.call.app) return;
    warnings.add("readiness.app", `has no effect: ${plan.call.route} is anonymous.`, "Remove it.");
  },
  "a plug-in for all routes that each route replaces": (args, { routePlugins }, warnings) => {
    for (const setting of Object.keys(pluginKinds) as (keyof typeof pluginKinds)[]) {
      const isReplaced = Object.keys(args.routes).every((route) => {
        const own = routePlugins[route]?.[setting];
        // If the value lists environments, the group's plug-in applies in the others.
        return own === false || own === true || (typeof own === "object" && !namesStages(own));
      });
      if (args[setting] === undefined || !isReplaced) continue;
      const problem = `has no effect: every route sets plugins.${setting} itself.`;
      warnings.add(setting, problem, "Remove one of the two.");
    }
  },
  "an access list of all addresses": ({ ipAccess }, _, warnings) => {
    for (const list of ["allow", "deny"] as const) {
      const blocks: unknown = (ipAccess as Record<string, unknown> | undefined)?.[list];
      if (!Array.isArray(blocks) || !blocks.some((block) => asBlock(String(block)) === "0.0.0.0/0")) continue;
      const problem = `has 0.0.0.0/0: ${list === "allow" ? "everybody" : "nobody"} may call.`;
      warnings.add(`ipAccess.${list}`, problem, "Use narrower blocks, or remove it.");
    }
  },
  "a domain of an environment that serves nothing": ({ domains = [] }, plan, warnings) => {
    for (const [index, { stage }] of plan.domains.entries()) {
      if (plan.publication.find((one) => one.stage === stage)?.routes.size !== 0) continue;
      const path = typeof domains[index] === "string" ? `domains[${index}]` : `domains[${index}].stage`;
      const problem = `serves ${stage}, where no route is published.`;
      warnings.add(path, problem, `Promote a version to ${stage}.`);
    }
  },
  "a domain without a certificate for routes that accept only HTTPS": ({ domains = [] }, plan, warnings) => {
    const secure = Object.keys(plan.routes).filter((key) => !plan.routes[key]?.protocols.includes("HTTP"));
    for (const [index, { certificate }] of plan.domains.entries()) {
      if (certificate || secure.length === 0) continue;
      const path = typeof domains[index] === "string" ? `domains[${index}]` : `domains[${index}].certificate`;
      const problem = `is without a certificate, but these routes accept only HTTPS: ${secure.join(", ")}.`;
      warnings.add(path, problem, "Set a certificate, or add HTTP to the protocols of the routes.");
    }
  },
  "an AppCode in plain text over HTTP": (_, plan, warnings) => {
    const plain = Object.entries(plan.routes).flatMap(([route, { auth, appCode, protocols }]) =>
      auth === "app" && appCode !== "off" && protocols.includes("HTTP") ? [route] : [],
    );
    const declined = plan.domains.filter(({ certificate, redirect }) => certificate && !redirect);
    if (plain.length === 0 || declined.length === 0) return;
    const names = declined.map(({ domain }) => domain).join(", ");
    const problem = `send AppCodes in plain text: ${plain.join(", ")} accept HTTP, and ${names} do not redirect it.`;
    const hint =
      'Remove redirect: false, use only HTTPS in protocols, or accept only signatures (appCode: "off").';
    warnings.add("domains", problem, hint);
  },
  "a service that no route calls": ({ service }, plan, warnings) => {
    const routes = Object.values(plan.routes);
    if (service?.existing || routes.length === 0 || !routes.every(({ backend }) => backend.mock)) return;
    const problem =
      "is not called by any route: every route is a mock, but instances and a balancer are created.";
    warnings.add("service", problem, "Remove a mock to use the service.");
  },
  "a route to a page that does not exist": ({ service, routes }, plan, warnings) => {
    if (service?.existing) return;
    for (const [key, { backend }] of Object.entries(plan.routes)) {
      const isLiteral = placeholders(backend.path).length === 0 && !backend.path.endsWith("/*");
      if (backend.mock || !isLiteral || isServed(backend.path, service ?? {}) !== false) continue;
      const route = routes[key];
      const own = typeof route === "object" && route.backend?.path !== undefined ? ".backend.path" : "";
      const problem = `leads to ${backend.path}, which is not among service.pages: Nginx answers 404.`;
      warnings.add(`routes["${key}"]${own}`, problem, "Add the page, or change the path.");
    }
  },
  "an Nginx configuration without the pages or the port": ({ service }, _, warnings) => {
    if (service === undefined || service.existing) return;
    const { nginxConfig, pages, port = 80 } = service;
    if (typeof nginxConfig !== "string") return;
    const listens = Array.from(nginxConfig.matchAll(/\blisten\s+([^;\s]+)/g), ([, where = ""]) => where);
    const ports = listens.map((where) => /(?:^|:)(\d+)$/.exec(where)?.[1] ?? "80");
    const hasVariable = listens.some((where) => where.includes("$"));
    if (listens.length > 0 && !hasVariable && !ports.includes(`${port}`)) {
      const problem = `does not listen on port ${port}.`;
      warnings.add("service.nginxConfig", problem, `Add "listen ${port};", or set port.`);
    }
    if (isObject(pages) && Object.keys(pages).length > 0 && !/\/srv|include/.test(nginxConfig)) {
      const problem = "are not served: nginxConfig does not name /srv/www.";
      warnings.add("service.pages", problem, 'Add "root /srv/www;".');
    }
  },
};

export function findWarnings(plan: VpcApiPlan): readonly Problem[] {
  const warnings = new Problems();
  for (const rule of Object.values(rules)) rule(plan.args, plan, warnings);
  return warnings.list;
}

export function logWarnings(warnings: readonly Problem[], component: pulumi.Resource): void {
  for (const { path, problem, hint } of warnings) {
    void pulumi.log.warn(`${path}: ${problem} ${hint}`, component);
  }
}
