import type { RouteArgs } from "../gateway/routes/args";
import { attempt } from "../validation/attempt";
import type { Place } from "./place";
import { readSecurity, type SecurityMeaning } from "./security";

/** An operation of the document that does not become a route, or whose route does not match a path. */
export interface LeftOutOperation {
  place: Place;
  path: string;
  method: string;
}

/** Reports operations for apps whose requests an anonymous route would get, because they have no route of their own. */
export function rejectOpened(
  operations: readonly LeftOutOperation[],
  routes: ReadonlyMap<string, RouteArgs>,
  root: Place,
  meaning: SecurityMeaning,
): void {
  const open = [...routes].filter(([, { auth }]) => auth === "anonymous");
  for (const { place, path, method } of operations) {
    const [name] = open.find(([, route]) => isMatch(route, method, path)) ?? [];
    if (name === undefined || readSecurity(place, root, meaning).auth.auth !== "app") continue;
    const problem = `is for apps, but requests without a route of its own match the anonymous route "${name}".`;
    place.reject(problem, "Use the same security for both, or another path for one of them.");
  }
}

/** Whether a request to a path of the document matches a route. A literal segment precedes a parameter in both. */
function isMatch(route: RouteArgs, method: string, path: string): boolean {
  if (route.method !== "ANY" && route.method !== method) return false;
  const [plain = ""] = path.split(/[?#]/);
  const segments = listSegments(plain);
  const pattern = listSegments(route.path);
  const isWildcard = pattern.at(-1) === "*";
  if (isWildcard) pattern.pop();
  return (
    (isWildcard ? segments.length >= pattern.length : segments.length === pattern.length) &&
    pattern.every((segment, index) => segment.startsWith("[") || decode(segment) === segments[index])
  );
}

const listSegments = (path: string): string[] => path.replace(/\/$/, "").split("/").slice(1);

const decode = (segment: string): string => attempt(() => decodeURIComponent(segment)) ?? segment;
