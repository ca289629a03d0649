import { attempt } from "../../validation/attempt";
import type { Problems } from "../../validation/problems";

/** Segments of RFC 3986, or `[name]`. The last may be `*`. Clients resolve `.`, `..` and `%2e` before a call. */
const pathPattern =
  /^\/$|^(\/(?!(\.|%2[eE]){1,2}(\/|$))(\[\w+\]|([\w\-.~!$&'()+,;=:@]|%[\dA-Fa-f]{2})+))*(\/\*)?$/;

/** Maximum length of a request or back end path. Assumed: no documentation states it. */
const longestPath = 200;

/** Names in brackets in a path. */
export function placeholders(path: string): string[] {
  return Array.from(path.matchAll(/\[(\w+)\]/g), ([, name = ""]) => name);
}

const isPath = (path: string): boolean => path !== "" && pathPattern.test(path);

/** Path parameter syntax of other tools with the equivalent here, or "" if there is none. */
const otherSyntax: readonly [pattern: RegExp, written: string][] = [
  // Express, Fastify, Next.js, Spring and AWS: the remaining path.
  [
    /^(\*\w+|\*\*|:\w+[*+]|\{\*\w*\}|\{\w+\+\}|\{\.\.\.\w+\}|\[{1,2}\.\.\.\w+\]{1,2}|\(\.[*+]\)|<path:\w+>)$/,
    "*",
  ],
  // A name with an expression or a question mark. Does not match `/items:batch`, where the colon does not
  // start the segment.
  [/^:([A-Za-z_]\w*)(\(.*\))?\??$/, "[$1]"],
  [/^\$?\{\s*([A-Za-z_][\w-]*)(:.*)?\s*\}$/, "[$1]"],
  [/^<(?:\w+:)?([A-Za-z_]\w*)>$/, "[$1]"],
  [/^\[([A-Za-z_][\w-]*)(\?|:\w+)?\]$/, "[$1]"],
  // Regular expressions, and prefixes of names in other tools.
  [/^(\(.*|:[A-Za-z_].*)$/, ""],
];

/** Replaces other tools' syntax, missing or extra slashes and a query. "" if the meaning is unclear. */
function normalizeSyntax(path: string): string {
  if (path.includes("?") && !/[:(]/.test(path)) return normalizeSyntax(path.slice(0, path.indexOf("?")));
  const segments = path.split("/").filter((segment) => segment !== "");
  const written = segments.map((segment) => {
    const replacement = otherSyntax.find(([pattern]) => pattern.test(segment));
    if (replacement) return segment.replace(...replacement).replace(/-(?=.*\]$)/g, "_");
    return /\P{ASCII}/u.test(segment) && /^[\w\P{ASCII}.-]+$/u.test(segment)
      ? (attempt(() => encodeURI(segment)) ?? segment)
      : segment;
  });
  return path === "" || written.includes("") ? "" : `/${written.join("/")}`;
}

/** Reports a path that the gateway rejects, or that another tool would interpret differently. */
export function checkPath(path: string, problems: Problems, property: string): void {
  const written = normalizeSyntax(path);
  if (isPath(written) && written !== "/" && path === `${written}/`) {
    const problem = `"${path}" ends with a slash, and the gateway does not document whether it matches one.`;
    const hint = `Use ${written}, and backend.path "${path}" if the service needs the slash.`;
    problems.add(property, problem, hint);
    return;
  }
  if (!isPath(path) || written !== path) {
    const hint =
      isPath(written) && written !== path ? written : "for example /nginx, /users/[id] or /files/*";
    problems.add(property, `"${path}" is not a path.`, `Use ${hint}.`);
    return;
  }
  if (path.length > longestPath) {
    problems.add(property, `has ${path.length} characters.`, `Use at most ${longestPath}.`);
  }
  const names = placeholders(path);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    problems.add(property, `"${path}" has [${twice}] twice.`, "Use a different name for each.");
  }
}

/** Reports a path at the service that the gateway cannot call. The gateway keeps a slash at its end. */
export function checkServicePath(path: string, problems: Problems, property: string): void {
  const withoutSlash = path.replace(/(?<=[^/])\/$/, "");
  if (isPath(withoutSlash) && !withoutSlash.endsWith("/*")) checkPath(withoutSlash, problems, property);
  else checkPath(path, problems, property);
}

/**
 * Normalizes a path so that paths that match the same requests are equal. Names of parameters and encodings
 * do not matter, except that of a slash, which would end a segment.
 */
function sameRequests(path: string): string {
  const written = path.replace(/\[\w+\]/g, "[]").replace(/%2f/gi, "%252F");
  return attempt(() => decodeURIComponent(written)) ?? written;
}

/**
 * Reports routes that no request reaches: one of two that match the same requests, and one whose requests all
 * match other routes. Otherwise the more specific route gets a request and the wider one gets the rest.
 * Precedence is by path first: a literal segment before `[name]` before `*`. Then it is by method, with ANY
 * last.
 */
export function reportUnreachable(
  routes: (readonly [string, { method: string; path: string }])[],
  methods: readonly string[],
  problems: Problems,
): void {
  const first = new Map<string, string>();
  for (const [key, { method, path }] of routes) {
    const request = `${method} ${sameRequests(path)}`;
    const earlier = first.get(request);
    if (earlier === undefined) first.set(request, key);
    else problems.add(`["${key}"]`, `matches the same requests as "${earlier}".`, "Remove one of the two.");
  }
  const hasRoute = (method: string, path: string) =>
    first.has(`${method} ${path}`) || first.has(`ANY ${path}`);
  // All paths below a path: its direct segments, and all paths below those.
  const beneath = (method: string, path: string): boolean =>
    hasRoute(method, `${path}/[]`) && (hasRoute(method, `${path}/[]/*`) || beneath(method, `${path}/[]`));
  const single = methods.filter((method) => method !== "ANY");
  for (const [key, { method, path }] of routes) {
    const same = sameRequests(path);
    const isLost = (one: string) =>
      (method === "ANY" && first.has(`${one} ${same}`)) ||
      (same.endsWith("/*") && beneath(one, same.slice(0, -2)));
    if (!(method === "ANY" ? single : [method]).every(isLost)) continue;
    const problem = `is unreachable: other routes match every ${method} ${path}.`;
    problems.add(`["${key}"]`, problem, "Remove it, or one of the others.");
  }
}
