import { attempt } from "../../validation/attempt";
import { checkDistinct } from "../../validation/names";
import type { Problems } from "../../validation/problems";
import type { Method } from "../routes/args";
import { methods } from "../routes/values";
import { type PluginDocument, type PluginKind, plain } from "./plugin";
import type { InStages } from "./stages";

declare module "./args" {
  interface GroupPluginArgs {
    /** CORS, for pages of other origins. `true` allows any origin without credentials. @default none */
    cors?: InStages<boolean | CorsArgs>;
  }
  interface RoutePluginArgs {
    /**
     * CORS, for pages of other origins. `true` allows any origin without credentials.
     *
     * @default that of the group
     */
    cors?: InStages<boolean | CorsArgs>;
  }
}

/** Arguments of a CORS plug-in. */
export interface CorsArgs {
  /** Origins such as `https://shop.example.com`, or `["*"]` for any origin. @default ["*"] */
  origins?: string[];
  /** Methods that a page may use. @default all */
  methods?: Exclude<Method, "ANY">[];
  /** Headers that a page may send. @default those of common requests, of an AppCode and of a signature */
  headers?: string[];
  /** Headers that a page may read. @default X-Ca-Request-Id, X-Ca-Error-Code, X-Ca-Error-Message */
  exposeHeaders?: string[];
  /** Whether a page may send credentials such as cookies. Not allowed with any origin. @default false */
  credentials?: boolean;
  /**
   * Time for which a browser caches the response to a preflight request.
   *
   * @range 0 to 86400 seconds
   * @default 7200
   */
  maxAge?: number;
}

export const cors: PluginKind<CorsArgs> = { type: "cors", standard: {}, render };

/** Headers that clients of the gateway send, and headers of its responses. */
const requestHeaders = [
  ...["Accept", "Authorization", "Cache-Control", "Content-MD5", "Content-Type", "Date", "X-Requested-With"],
  ...["X-Ca-Key", "X-Ca-Nonce", "X-Ca-Request-Mode", "X-Ca-Signature", "X-Ca-Signature-Headers"],
  ...["X-Ca-Signature-Method", "X-Ca-Stage", "X-Ca-Timestamp"],
];
const answerHeaders = ["X-Ca-Error-Code", "X-Ca-Error-Message", "X-Ca-Request-Id"];

function render(args: CorsArgs, problems: Problems): Omit<PluginDocument, "type"> {
  const { origins = ["*"], headers = requestHeaders, exposeHeaders = answerHeaders } = args;
  const { methods: allowed = methods.filter((method) => method !== "ANY"), maxAge = 7_200 } = args;
  const isAny = origins.includes("*");
  if (origins.length === 0) problems.add("origins", "is empty.", 'Use ["*"] for any origin.');
  if (isAny && origins.length > 1)
    problems.add("origins", 'contains "*" and other origins.', 'Use only "*", or remove it.');
  origins.forEach((origin, index) => {
    const problem = origin === "*" ? undefined : originProblem(origin);
    if (problem) problems.add(`origins[${index}]`, problem.problem, problem.hint);
  });
  for (const [property, list] of Object.entries({ origins, methods: allowed, headers, exposeHeaders }))
    checkDistinct(list, problems, property);
  if (args.credentials && isAny) {
    const problem = "is true with any origin. Browsers reject this, and every page could act as the user.";
    problems.add("credentials", problem, "List the origins.");
  }
  for (const [property, names] of Object.entries({ headers, exposeHeaders })) {
    if (!args.credentials || !names.includes("*")) continue;
    const problem = 'is ["*"] with credentials. Browsers treat it as the name of a header.';
    problems.add(property, problem, "List the headers, or remove it.");
  }
  if (allowed.length === 0) problems.add("methods", "is empty.", "Add at least one method.");
  for (const [property, names] of Object.entries({ headers, exposeHeaders })) {
    names.forEach((name, index) => {
      if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) {
        const hint = "Use one name for each entry.";
        problems.add(`${property}[${index}]`, `"${name}" is not a header name.`, hint);
      }
    });
  }
  return plain({
    allowOrigins: origins.join(","),
    allowMethods: allowed.join(","),
    allowHeaders: headers.join(","),
    exposeHeaders: exposeHeaders.join(","),
    allowCredentials: args.credentials ?? false,
    maxAge,
  });
}

/** Returns the problem of an origin. Browsers send it in one form, which the gateway compares as text. */
function originProblem(origin: string): { problem: string; hint: string } | undefined {
  const problem = `"${origin}" is not an origin that a browser sends.`;
  if (origin.includes(",")) return { problem, hint: "Use one entry for each origin." };
  if (origin.includes("*")) return { problem, hint: 'Name each origin, or use ["*"] for any.' };
  const normal = normalOrigin(origin);
  if (normal === origin) return undefined;
  return { problem, hint: `Use ${normal ?? "for example https://shop.example.com"}.` };
}

/** Scheme, host and port in the form that a browser sends. Undefined if the text is not an origin. */
function normalOrigin(text: string): string | undefined {
  const trimmed = text.trim();
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed);
  const isHost = /^[^\s/]*([.:]|localhost)/.test(trimmed);
  if (!hasScheme && !isHost) return undefined;
  const scheme = /^(localhost|127\.)/.test(trimmed) ? "http" : "https";
  const url = attempt(() => new URL(hasScheme ? trimmed : `${scheme}://${trimmed}`));
  return url && ["http:", "https:"].includes(url.protocol) ? url.origin : undefined;
}
