import * as pulumi from "@pulumi/pulumi";
import { canonical } from "../core/canonical";
import { parseIpv4Block } from "../core/cidr";
import type { Mistakes } from "../core/mistakes";
import { checkOneOf, checkWholeNumber } from "../core/names";
import { errorMappingDocument, jwtDocument } from "./pluginRuleDocuments";
import {
  type CorsArgs,
  type IpAccessArgs,
  type PluginDocumentArgs,
  type PluginType,
  pluginTypes,
  type RoutePluginSettings,
  type ThrottlingArgs,
  throttlingUnits,
} from "./pluginSettings";
import { methods } from "./route";

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

/** By type; false where the settings say that there shall be none. */
export type PluginDocuments = Map<PluginType, PluginDocument | false>;

/** Calls that one API takes in a second unless told otherwise; a fifth of what a group on a shared instance takes. */
const defaultThrottling: ThrottlingArgs = { perApi: 100, unit: "SECOND" };
/** Largest document, in bytes. Source: overview of plug-ins. */
const largestDocument = 50 * 1024;
const mostCalls = 1_000_000_000;
/** Types whose documents carry passwords or keys. */
const secretTypes: ReadonlySet<PluginType> = new Set([
  "basicAuth",
  "backendSignature",
  "jwtAuth",
  "remoteAuth",
]);

/** Turns settings into documents and notes every mistake in them. */
export function pluginDocuments(
  settings: RoutePluginSettings,
  apps: readonly string[],
  mistakes: Mistakes,
): PluginDocuments {
  const documents: PluginDocuments = new Map();
  function put<T extends object>(
    type: PluginType,
    given: T | false | undefined,
    make: (args: T) => Omit<PluginDocument, "type">,
  ): void {
    if (given !== undefined) documents.set(type, given === false ? false : { type, ...make(given) });
  }
  const { throttling, cors, ipAccess, jwt, errorMapping } = settings;
  put("trafficControl", throttling === true ? defaultThrottling : throttling, (args) =>
    throttlingDocument(args, apps, mistakes.under("throttling")),
  );
  put("cors", cors === true ? {} : cors, (args) => known(corsDocument(args, mistakes.under("cors"))));
  put("ipControl", ipAccess, (args) => known(ipDocument(args, mistakes.under("ipAccess"))));
  put("jwtAuth", jwt, (args) => jwtDocument(args, mistakes.under("jwt")));
  put("errorMapping", errorMapping, (args) =>
    known(errorMappingDocument(args, mistakes.under("errorMapping"))),
  );
  for (const [name, args] of Object.entries(settings.plugins ?? {})) {
    const at = mistakes.under(`plugins["${name}"]`);
    if (!checkOneOf(args.type, pluginTypes, at, "type")) continue;
    if (documents.get(args.type))
      at.add("type", `is ${args.type}, as another plug-in here is.`, "Keep one plug-in of a type.");
    documents.set(args.type, givenDocument(args, at));
  }
  return documents;
}

/** A document without secrets, all of it known. */
const known = (document: object): Omit<PluginDocument, "type"> => ({
  isSecret: false,
  document: () => document,
});

function throttlingDocument(
  { unit = "SECOND", perApi, perApp, apps: limits = {} }: ThrottlingArgs,
  apps: readonly string[],
  mistakes: Mistakes,
): Omit<PluginDocument, "type"> {
  checkOneOf(unit, throttlingUnits, mistakes, "unit");
  checkWholeNumber(perApi, { from: 1, to: mostCalls, unit: "calls" }, mistakes, "perApi");
  const within = { from: 1, to: Number.isInteger(perApi) && perApi > 0 ? perApi : mostCalls, unit: "calls" };
  if (perApp !== undefined) checkWholeNumber(perApp, within, mistakes, "perApp");
  for (const [app, limit] of Object.entries(limits)) {
    const property = `apps["${app}"]`;
    checkWholeNumber(limit, within, mistakes, property);
    if (!apps.includes(app)) {
      mistakes.add(
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

function corsDocument(args: CorsArgs, mistakes: Mistakes): object {
  const { origins = ["*"], headers = requestHeaders, exposeHeaders = answerHeaders } = args;
  const { methods: allowed = methods.filter((method) => method !== "ANY"), maxAge = 7_200 } = args;
  const isAny = origins.includes("*");
  if (origins.length === 0) mistakes.add("origins", "is empty.", 'Use ["*"] for any origin.');
  if (isAny && origins.length > 1)
    mistakes.add("origins", 'has "*" beside others.', 'Use ["*"] alone, or leave it out.');
  origins.forEach((origin, index) => {
    if (origin === "*" || /^https?:\/\/[\w.-]+(:\d+)?$/.test(origin)) return;
    mistakes.add(
      `origins[${index}]`,
      `"${origin}" is not an origin.`,
      "Use for example https://shop.example.com, without a path.",
    );
  });
  if (args.credentials && isAny) {
    mistakes.add(
      "credentials",
      "is true with any origin, which browsers refuse and which would let every page act as the user.",
      "Name the origins.",
    );
  }
  if (allowed.length === 0) mistakes.add("methods", "is empty.", "Name at least one method.");
  allowed.forEach((method, index) => {
    checkOneOf(
      method,
      methods.filter((it) => it !== "ANY"),
      mistakes,
      `methods[${index}]`,
    );
  });
  for (const [property, names] of Object.entries({ headers, exposeHeaders })) {
    names.forEach((name, index) => {
      if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name))
        mistakes.add(`${property}[${index}]`, `"${name}" is not a header's name.`, "Use one name an entry.");
    });
  }
  checkWholeNumber(maxAge, { from: 0, to: 86_400, unit: "seconds" }, mistakes, "maxAge");
  return {
    allowOrigins: origins.join(","),
    allowMethods: allowed.join(","),
    allowHeaders: headers.join(","),
    exposeHeaders: exposeHeaders.join(","),
    allowCredentials: args.credentials ?? false,
    maxAge,
  };
}

function ipDocument(args: IpAccessArgs, mistakes: Mistakes): object {
  // The type allows one of the two; what a program without types gives may be both or none.
  const { allow, deny }: { allow?: string[]; deny?: string[] } = args;
  if ((allow === undefined) === (deny === undefined))
    mistakes.add("", "needs one of allow and deny.", "Give the one list or the other.");
  const [property, list = []] = allow ? (["allow", allow] as const) : (["deny", deny] as const);
  if (list.length === 0 && (allow ?? deny))
    mistakes.add(property, "is empty.", "Name at least one address or block.");
  list.forEach((block, index) => {
    if (parseIpv4Block(block.includes("/") ? block : `${block}/32`)) return;
    mistakes.add(
      `${property}[${index}]`,
      `"${block}" is no IPv4 address or block.`,
      "Use for example 203.0.113.7 or 203.0.113.0/24.",
    );
  });
  const { forwardedFor } = args;
  if (forwardedFor !== undefined)
    checkWholeNumber(forwardedFor, { from: -100, to: 100 }, mistakes, "forwardedFor");
  return {
    type: allow ? "ALLOW" : "REFUSE",
    ...(forwardedFor === undefined ? {} : { resource: `XFF:${forwardedFor}` }),
    items: [{ blocks: list }],
  };
}

function givenDocument({ type, document }: PluginDocumentArgs, mistakes: Mistakes): PluginDocument {
  const isUnknown = holdsOutput(document);
  if (!isUnknown) {
    const size = Buffer.byteLength(textOf(document));
    if (size > largestDocument)
      mistakes.add("document", `has ${size} bytes.`, `Use at most ${largestDocument}.`);
  }
  return { type, isSecret: isUnknown || secretTypes.has(type), document: () => document };
}

/** Whether a value is, or has in it, what is known only later and may be a secret. */
function holdsOutput(value: unknown): boolean {
  if (pulumi.Output.isInstance(value) || value instanceof Promise) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(holdsOutput);
}

/** A document as it is sent. The provider compares it as text, so that its keys have one order. */
export function textOf(document: unknown): string {
  return typeof document === "string" ? document : canonical(document);
}
