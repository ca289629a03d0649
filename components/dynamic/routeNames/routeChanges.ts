/** Requests by route, such as `"get-item": "GET /items/[id]"`. */
export type Requests = Readonly<Record<string, string>>;

/** Former names by route. */
export type FormerNames = Readonly<Record<string, string>>;

/** What an update of routes has to do in order that no request belongs to two APIs at any time. */
export interface RouteChanges {
  /** Routes that another API becomes: the same request under another name. */
  renamed: Record<string, string>;
  /** Routes whose API is changed after that of another, which gives up the request. */
  after: Record<string, string>;
  /** Routes that cannot get their request in one update, with the reason and the fix. */
  conflicts: Record<string, string>;
}

/**
 * Plans the change from one set of routes to another. The cloud refuses a request that another API of the group has,
 * and Pulumi deletes last.
 *
 * @param before - requests of the routes after the last update
 * @param wanted - requests of the routes from now on
 * @param known - routes that were renamed, by an argument or in an earlier update, with the former name
 */
export function planRouteChanges(before: Requests, wanted: Requests, known: FormerNames): RouteChanges {
  const has = (routes: Requests, name: string | undefined): name is string =>
    name !== undefined && Object.hasOwn(routes, name);
  const renamed = Object.fromEntries(
    Object.entries(known).filter(([name, former]) => has(wanted, name) && !has(wanted, former)),
  );
  /** The route before this update that a route is now. */
  const formerOf = (name: string): string | undefined =>
    [name, renamed[name]].find((former) => has(before, former));
  const ownerOf = (request: string) => Object.keys(before).find((name) => before[name] === request);

  for (const [name, request] of Object.entries(wanted)) {
    const owner = ownerOf(request);
    const continued = Object.keys(wanted).some((other) => formerOf(other) === owner);
    if (formerOf(name) === undefined && owner !== undefined && !continued) renamed[name] = owner;
  }

  const after: Record<string, string> = {};
  const conflicts: Record<string, string> = {};
  for (const [name, request] of Object.entries(wanted)) {
    const owner = ownerOf(request);
    if (owner === undefined || formerOf(name) === owner) continue;
    const successor = Object.keys(wanted).find((other) => formerOf(other) === owner);
    if (successor !== undefined) after[name] = successor;
    else
      conflicts[name] = taken(request, owner, `first without "${owner}", then with "${name}" as it is now`);
  }
  for (const name of Object.keys(after)) {
    if (!isInCycle(name, after)) continue;
    const other = after[name] ?? "";
    conflicts[name] = taken(
      wanted[name] ?? "",
      other,
      `first with another path for "${name}", then with this one`,
    );
  }
  for (const name of Object.keys(conflicts)) delete after[name];
  return { renamed, after, conflicts };
}

const taken = (request: string, owner: string, steps: string): string =>
  `takes ${request}, which "${owner}" still has during this update. Run pulumi up twice: ${steps}.`;

/** Whether a route waits for itself, through others. */
function isInCycle(name: string, after: Readonly<Record<string, string>>): boolean {
  const seen = new Set<string>();
  for (let next = after[name]; next !== undefined && !seen.has(next); next = after[next]) {
    if (next === name) return true;
    seen.add(next);
  }
  return false;
}
