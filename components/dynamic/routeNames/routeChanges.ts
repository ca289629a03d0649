/** Requests by route, such as `"get-item": "GET /items/[id]"`. */
export type Requests = Readonly<Record<string, string>>;

export type FormerNames = Readonly<Record<string, string>>;

/** Order of an update of routes, in which no request belongs to two APIs at the same time. */
export interface RouteChanges {
  /** Former names of renamed routes: their request stays the same. */
  renamed: Record<string, string>;
  /** For each route, the route whose API changes first and releases the request. */
  after: Record<string, string>;
  /** Routes that cannot get their request in one update, with the reason and the fix. */
  conflicts: Record<string, string>;
}

/**
 * Plans the change from one set of routes to another. The cloud rejects a request that another API of the
 * group has, and Pulumi deletes last.
 *
 * @param before - requests of the routes after the last update
 * @param wanted - requests of the routes from now on
 * @param known - former names of renamed routes, from an argument or an earlier update
 */
export function planRouteChanges(before: Requests, wanted: Requests, known: FormerNames): RouteChanges {
  const has = (routes: Requests, name: string | undefined): name is string =>
    name !== undefined && Object.hasOwn(routes, name);
  const renamed = Object.fromEntries(
    Object.entries(known).filter(([name, former]) => has(wanted, name) && !has(wanted, former)),
  );
  /** Name that a route had before this update. */
  const findFormer = (name: string): string | undefined =>
    [name, renamed[name]].find((former) => has(before, former));
  const findOwner = (request: string) => Object.keys(before).find((name) => before[name] === request);

  for (const [name, request] of Object.entries(wanted)) {
    const owner = findOwner(request);
    const continued = Object.keys(wanted).some((other) => findFormer(other) === owner);
    if (findFormer(name) === undefined && owner !== undefined && !continued) renamed[name] = owner;
  }

  const after: Record<string, string> = {};
  const conflicts: Record<string, string> = {};
  for (const [name, request] of Object.entries(wanted)) {
    const owner = findOwner(request);
    if (owner === undefined || findFormer(name) === owner) continue;
    const successor = Object.keys(wanted).find((other) => findFormer(other) === owner);
    if (successor !== undefined) after[name] = successor;
    else
      conflicts[name] = describeConflict(
        request,
        owner,
        `first without "${owner}", then with "${name}" as it is now`,
      );
  }
  for (const name of Object.keys(after)) {
    if (!isInCycle(name, after)) continue;
    const other = after[name] ?? "";
    conflicts[name] = describeConflict(
      wanted[name] ?? "",
      other,
      `first with another path for "${name}", then with this one`,
    );
  }
  for (const name of Object.keys(conflicts)) delete after[name];
  return { renamed, after, conflicts };
}

const describeConflict = (request: string, owner: string, steps: string): string =>
  `has the request ${request}, which "${owner}" still has during this update. Run pulumi up twice: ${steps}.`;

/** Whether a route waits for itself through others. */
function isInCycle(name: string, after: Readonly<Record<string, string>>): boolean {
  const seen = new Set<string>();
  for (let next = after[name]; next !== undefined && !seen.has(next); next = after[next]) {
    if (next === name) return true;
    seen.add(next);
  }
  return false;
}
