import type { Mistakes } from "../core/mistakes";

/** Segments of RFC 3986, or `[name]`; the last may be `*`. Clients resolve `.` and `..` before they call. */
const pathPattern = /^\/$|^(\/(?!\.\.?(\/|$))(\[\w+\]|([\w\-.~!$&'()+,;=:@]|%[\dA-Fa-f]{2})+))*(\/\*)?$/;

/** Longest path of a request or a back end. Assumed: no document says it. */
const longestPath = 200;

/** The names that stand in brackets in a path. */
export function placeholders(path: string): string[] {
  return Array.from(path.matchAll(/\[(\w+)\]/g), ([, name = ""]) => name);
}

/** Notes a path that the gateway does not take. */
export function checkPath(path: string, mistakes: Mistakes, property: string): void {
  if (path === "" || !pathPattern.test(path)) {
    mistakes.add(property, `"${path}" is not a path.`, "Use for example /nginx, /users/[id] or /files/*.");
    return;
  }
  if (path.length > longestPath) {
    mistakes.add(property, `has ${path.length} characters.`, `Use at most ${longestPath}.`);
  }
  const names = placeholders(path);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    mistakes.add(property, `"${path}" has [${twice}] twice.`, "Give each its own name.");
  }
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
  mistakes: Mistakes,
): void {
  const first = new Map<string, string>();
  for (const [key, { method, path }] of routes) {
    const request = `${method} ${sameRequests(path)}`;
    const earlier = first.get(request);
    if (earlier === undefined) first.set(request, key);
    else
      mistakes.add(`["${key}"]`, `takes ${method} ${path}, as "${earlier}" does.`, "Remove one of the two.");
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
    mistakes.add(`["${key}"]`, problem, "Remove it, or one of those.");
  }
}
