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
  const open = [...routes].flatMap(([name, { auth, method, path }]) =>
    auth === "anonymous" ? [{ name, method, pattern: listSegments(path).map(decode) }] : [],
  );
  for (const { place, path, method } of operations) {
    const [plain = ""] = path.split(/[?#]/);
    const segments = listSegments(plain);
    const other = open.find(
      (route) => (route.method === "ANY" || route.method === method) && isMatch(route.pattern, segments),
    );
    if (other === undefined || readSecurity(place, root, meaning).auth.auth !== "app") continue;
    const problem = `is for apps, but requests without a route of its own match the anonymous route "${other.name}".`;
    place.reject(problem, "Use the same security for both, or another path for one of them.");
  }
}

/** Whether a path of the document matches that of a route. A literal segment precedes a parameter in both. */
function isMatch(pattern: readonly string[], segments: readonly string[]): boolean {
  const isWildcard = pattern.at(-1) === "*";
  const length = pattern.length - (isWildcard ? 1 : 0);
  if (isWildcard ? segments.length < length : segments.length !== length) return false;
  return segments.every(
    (segment, index) => index >= length || pattern[index] === segment || pattern[index]?.startsWith("["),
  );
}

const listSegments = (path: string): string[] => path.replace(/\/$/, "").split("/").slice(1);

const decode = (segment: string): string => attempt(() => decodeURIComponent(segment)) ?? segment;
