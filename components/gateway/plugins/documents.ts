import type * as pulumi from "@pulumi/pulumi";
import { checkDistinct, checkOneOf, checkWholeNumber } from "../../validation/names";
import type { Problems } from "../../validation/problems";
import type { Stage } from "../../validation/stages";
import { methods } from "../routes/args";
import { resolveAddressList } from "./addressList";
import {
  type CorsArgs,
  type GroupPluginArgs,
  type IpAccessArgs,
  type PluginType,
  pluginTypes,
  type RoutePluginArgs,
  type ThrottlingArgs,
  throttlingUnits,
} from "./args";
import { checkSize, givenDocument } from "./givenPlugin";
import { originProblem } from "./origin";
import { errorMappingDocument, jwtDocument } from "./ruleDocuments";
import { checkPublished, type InStages, inStages, sharedStages } from "./stages";

/** Ids of apps by name, as far as a document needs them. */
export type AppIds = Record<string, pulumi.Input<string>>;

/** A plug-in as the cloud takes it. */
export interface PluginDocument {
  type: PluginType;
  /** Whether the document holds, or may hold, a secret. */
  isSecret: boolean;
  /** An object, or the text itself. */
  document: (appIds: AppIds) => pulumi.Input<object | string>;
}

/** What settings say of one type of plug-in. */
export interface StagedPlugin {
  type: PluginType;
  /** False where there shall be none. */
  plugin: PluginDocument | false;
  /** The environments that it is said for; undefined: all. */
  stages: readonly Stage[] | undefined;
}

/** What settings may name. */
export interface Nameable {
  /** Undefined where they are not known, because what names them is of a wrong type. */
  apps: readonly string[] | undefined;
  /** Environments that there are; undefined where it is not known which is the one. */
  stages: readonly string[] | undefined;
}

/** Calls that one API takes in a second unless told otherwise; a fifth of what a group on a shared instance takes. */
const defaultThrottling: ThrottlingArgs = { perApi: 100, unit: "SECOND" };
const mostCalls = 1_000_000_000;

/** Turns settings into documents and notes every problem in them. Of two for one place, the later counts. */
export function pluginDocuments(
  settings: RoutePluginArgs,
  known: Nameable,
  problems: Problems,
): StagedPlugin[] {
  const found: StagedPlugin[] = [];
  function put<T extends object>(
    type: PluginType,
    property: Exclude<keyof GroupPluginArgs, "plugins">,
    given: InStages<T | boolean> | undefined,
    make: (args: T, at: Problems) => Omit<PluginDocument, "type">,
    standard?: T,
  ): void {
    for (const { stages, value, at } of inStages(given, known.stages, problems.under(property))) {
      const args = value === true ? standard : value;
      if (args === undefined) {
        at.invalid("", "is true, but has no default.", "Set it to an object, or to false for none.");
        continue;
      }
      const plugin = args === false ? false : { type, ...make(args, at) };
      if (plugin) checkSize(plugin.document({}), at, "");
      found.push({ type, stages, plugin });
    }
  }
  const throttle = (args: ThrottlingArgs, at: Problems) => throttlingDocument(args, known.apps, at);
  put("trafficControl", "throttling", settings.throttling, throttle, defaultThrottling);
  put("cors", "cors", settings.cors, plainly(corsDocument), {});
  put("ipControl", "ipAccess", settings.ipAccess, plainly(ipDocument));
  put("jwtAuth", "jwt", settings.jwt, jwtDocument);
  put("errorMapping", "errorMapping", settings.errorMapping, plainly(errorMappingDocument));
  for (const [name, args] of Object.entries(settings.plugins ?? {})) {
    const at = problems.under(`plugins["${name}"]`);
    if (!checkOneOf(args.type, pluginTypes, at, "type")) continue;
    const { type, stages } = args;
    if (stages?.length === 0) at.add("stages", "names no environment.", "Name one or more, or leave it out.");
    checkDistinct(stages ?? [], at, "stages");
    stages?.forEach((stage, index) => {
      checkPublished(stage, known.stages, at.under(`stages[${index}]`));
    });
    for (const other of found) {
      const shared = other.type === type && other.plugin ? sharedStages(stages, other.stages) : undefined;
      if (shared === undefined) continue;
      at.add("type", `is ${type}, as another plug-in here is in ${shared}.`, "Keep one plug-in of a type.");
    }
    found.push({ type, stages, plugin: givenDocument(args, at) });
  }
  return found;
}

/** Documents without secrets, all of them known. */
const plainly =
  <T>(make: (args: T, at: Problems) => object) =>
  (args: T, at: Problems): Omit<PluginDocument, "type"> => {
    const document = make(args, at);
    return { isSecret: false, document: () => document };
  };

function throttlingDocument(
  { unit = "SECOND", perApi, perApp, apps: limits = {} }: ThrottlingArgs,
  apps: readonly string[] | undefined,
  problems: Problems,
): Omit<PluginDocument, "type"> {
  checkOneOf(unit, throttlingUnits, problems, "unit");
  checkWholeNumber(perApi, { from: 1, to: mostCalls, unit: "calls" }, problems, "perApi");
  const within = { from: 1, to: Number.isInteger(perApi) && perApi > 0 ? perApi : mostCalls, unit: "calls" };
  if (perApp !== undefined) checkWholeNumber(perApp, within, problems, "perApp");
  for (const [app, limit] of Object.entries(limits)) {
    const property = `apps["${app}"]`;
    checkWholeNumber(limit, within, problems, property);
    if (apps?.includes(app) === false) {
      problems.add(
        property,
        "is no app of these.",
        apps.length > 0 ? `Use one of ${apps.join(", ")}.` : "Add the app.",
      );
    }
  }
  const policies = (appIds: AppIds) =>
    Object.entries(limits).map(([app, value]) => ({ key: appIds[app] ?? "", value }));
  return {
    isSecret: false,
    document: (appIds) => ({
      unit,
      apiDefault: perApi,
      ...(perApp === undefined ? {} : { appDefault: perApp }),
      ...(Object.keys(limits).length > 0 && { specials: [{ type: "APP", policies: policies(appIds) }] }),
    }),
  };
}

/** What clients of this gateway send, and what it answers with. */
const requestHeaders = [
  ...["Accept", "Authorization", "Cache-Control", "Content-MD5", "Content-Type", "Date", "X-Requested-With"],
  ...["X-Ca-Key", "X-Ca-Nonce", "X-Ca-Request-Mode", "X-Ca-Signature", "X-Ca-Signature-Headers"],
  ...["X-Ca-Signature-Method", "X-Ca-Stage", "X-Ca-Timestamp"],
];
const answerHeaders = ["X-Ca-Error-Code", "X-Ca-Error-Message", "X-Ca-Request-Id"];

function corsDocument(args: CorsArgs, problems: Problems): object {
  const { origins = ["*"], headers = requestHeaders, exposeHeaders = answerHeaders } = args;
  const { methods: allowed = methods.filter((method) => method !== "ANY"), maxAge = 7_200 } = args;
  const isAny = origins.includes("*");
  if (origins.length === 0) problems.add("origins", "is empty.", 'Use ["*"] for any origin.');
  if (isAny && origins.length > 1)
    problems.add("origins", 'has "*" beside others.', 'Use ["*"] alone, or leave it out.');
  origins.forEach((origin, index) => {
    const found = origin === "*" ? undefined : originProblem(origin);
    if (found) problems.add(`origins[${index}]`, found.problem, found.hint);
  });
  for (const [property, list] of Object.entries({ origins, methods: allowed, headers, exposeHeaders }))
    checkDistinct(list, problems, property);
  if (args.credentials && isAny) {
    problems.add(
      "credentials",
      "is true with any origin, which browsers refuse and which would let every page act as the user.",
      "Name the origins.",
    );
  }
  for (const [property, names] of Object.entries({ headers, exposeHeaders })) {
    if (!args.credentials || !names.includes("*")) continue;
    const problem = 'is ["*"] with credentials, where browsers take it for the name of a header.';
    problems.add(property, problem, "Name the headers, or leave it out.");
  }
  if (allowed.length === 0) problems.add("methods", "is empty.", "Name at least one method.");
  allowed.forEach((method, index) => {
    checkOneOf(
      method,
      methods.filter((it) => it !== "ANY"),
      problems,
      `methods[${index}]`,
    );
  });
  for (const [property, names] of Object.entries({ headers, exposeHeaders })) {
    names.forEach((name, index) => {
      if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name))
        problems.add(`${property}[${index}]`, `"${name}" is not a header's name.`, "Use one name an entry.");
    });
  }
  checkWholeNumber(maxAge, { from: 0, to: 86_400, unit: "seconds" }, problems, "maxAge");
  return {
    allowOrigins: origins.join(","),
    allowMethods: allowed.join(","),
    allowHeaders: headers.join(","),
    exposeHeaders: exposeHeaders.join(","),
    allowCredentials: args.credentials ?? false,
    maxAge,
  };
}

function ipDocument(args: IpAccessArgs, problems: Problems): object {
  const { property, blocks } = resolveAddressList(args, problems);
  const { forwardedFor } = args;
  if (forwardedFor !== undefined)
    checkWholeNumber(forwardedFor, { from: -100, to: 100 }, problems, "forwardedFor");
  return {
    type: property === "allow" ? "ALLOW" : "REFUSE",
    ...(forwardedFor === undefined ? {} : { resource: `XFF:${forwardedFor}` }),
    items: [{ blocks }],
  };
}
