import type { Problems } from "../../validation/problems";

/** Segments of RFC 3986, or `[name]`; the last may be `*`. Clients resolve `.` and `..` before they call. */
const pathPattern = /^\/$|^(\/(?!\.\.?(\/|$))(\[\w+\]|([\w\-.~!$&'()+,;=:@]|%[\dA-Fa-f]{2})+))*(\/\*)?$/;

/** Longest path of a request or a back end. Assumed: no document says it. */
const longestPath = 200;

/** The names that stand in brackets in a path. */
export function placeholders(path: string): string[] {
  return Array.from(path.matchAll(/\[(\w+)\]/g), ([, name = ""]) => name);
}

const isPath = (path: string): boolean => path !== "" && pathPattern.test(path);

/** Ways in which other tools write a part of a path that varies, and how it is written here; "" where it cannot be. */
const otherSyntax: readonly [pattern: RegExp, written: string][] = [
  // Express, Fastify, Next.js, Spring and AWS: the rest of a path.
  [
    /^(\*\w+|\*\*|:\w+[*+]|\{\*\w*\}|\{\w+\+\}|\{\.\.\.\w+\}|\[{1,2}\.\.\.\w+\]{1,2}|\(\.[*+]\)|<path:\w+>)$/,
    "*",
  ],
  // A name with an expression or a question mark; not `/items:batch`, where the colon does not begin the segment.
  [/^:([A-Za-z_]\w*)(\(.*\))?\??$/, "[$1]"],
  [/^\$?\{\s*([A-Za-z_][\w-]*)(:.*)?\s*\}$/, "[$1]"],
  [/^<(?:\w+:)?([A-Za-z_]\w*)>$/, "[$1]"],
  [/^\[([A-Za-z_][\w-]*)(\?|:\w+)?\]$/, "[$1]"],
  // Regular expressions, and what begins as a name elsewhere.
  [/^(\(.*|:[A-Za-z_].*)$/, ""],
];

/** A path as it is written here, without other tools' syntax, missing or extra slashes and a query; "" if unclear. */
function asWritten(path: string): string {
  if (path.includes("?") && !/[:(]/.test(path)) return asWritten(path.slice(0, path.indexOf("?")));
  const segments = path.split("/").filter((segment) => segment !== "");
  const written = segments.map((segment) => {
    const found = otherSyntax.find(([pattern]) => pattern.test(segment));
    if (found) return segment.replace(...found).replace(/-(?=.*\]$)/g, "_");
    return /\P{ASCII}/u.test(segment) && /^[\w\P{ASCII}.-]+$/u.test(segment) ? encodeURI(segment) : segment;
  });
  return path === "" || written.includes("") ? "" : `/${written.join("/")}`;
}

/** Notes a path that the gateway does not take, or that another tool would read otherwise. */
export function checkPath(path: string, problems: Problems, property: string): void {
  const written = asWritten(path);
  if (isPath(written) && written !== "/" && path === `${written}/`) {
    const problem = `"${path}" ends in a slash, and the gateway does not document whether it matches one.`;
    problems.add(
      property,
      problem,
      `Use ${written}, and backend.path "${path}" if the service needs the slash.`,
    );
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
    problems.add(property, `"${path}" has [${twice}] twice.`, "Give each its own name.");
  }
}

/** Notes a path at the service that the gateway cannot call. It may end in a slash: the gateway sends it as it is. */
export function checkServicePath(path: string, problems: Problems, property: string): void {
  const withoutSlash = path.replace(/(?<=[^/])\/$/, "");
  if (isPath(withoutSlash) && !withoutSlash.endsWith("/*")) checkPath(withoutSlash, problems, property);
  else checkPath(path, problems, property);
}

/** The path that takes the same requests: names of parameters do not count, nor how a character is written, but for a
 * slash, which ends a segment unless it is written as %2F. */
function sameRequests(path: string): string {
  const written = path.replace(/\[\w+\]/g, "[]").replace(/%2f/gi, "%252F");
  try {
    return decodeURIComponent(written);
  } catch {
    return written;
  }
}

interface Request {
  method: string;
  path: string;
}

/**
 * Notes routes that no request reaches: of two that take the same, and one whose every request other routes take.
 * Elsewhere the more specific route takes a request and leaves the wider one the rest: first by path, a segment as it
 * stands before `[name]` before `*`, then a method before ANY.
 */
export function noteUnreachable(
  routes: (readonly [string, Request])[],
  methods: readonly string[],
  problems: Problems,
): void {
  const first = new Map<string, string>();
  for (const [key, { method, path }] of routes) {
    const request = `${method} ${sameRequests(path)}`;
    const earlier = first.get(request);
    if (earlier === undefined) first.set(request, key);
    else
      problems.add(`["${key}"]`, `takes ${method} ${path}, as "${earlier}" does.`, "Remove one of the two.");
  }
  const taken = (method: string, path: string) => first.has(`${method} ${path}`) || first.has(`ANY ${path}`);
  // All beneath a path: its single segments, and all beneath those.
  const beneath = (method: string, path: string): boolean =>
    taken(method, `${path}/[]`) && (taken(method, `${path}/[]/*`) || beneath(method, `${path}/[]`));
  const single = methods.filter((method) => method !== "ANY");
  for (const [key, { method, path }] of routes) {
    const same = sameRequests(path);
    const isLost = (one: string) =>
      (method === "ANY" && first.has(`${one} ${same}`)) ||
      (same.endsWith("/*") && beneath(one, same.slice(0, -2)));
    if (!(method === "ANY" ? single : [method]).every(isLost)) continue;
    const problem = `takes ${method} ${path}, of which other routes take every request.`;
    problems.add(`["${key}"]`, problem, "Remove it, or one of those.");
  }
}
