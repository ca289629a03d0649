import type { Deployment } from "../store/model";
import { decoded, splitPath } from "./paths";

/** A published API, with its whole path. */
export interface Route {
  /** Base path of the group and path of the API. */
  pattern: string;
  /** `ANY` for all methods. */
  method: string;
}

export interface RouteMatch<T extends Route> {
  route: T;
  /** Values of `[name]`, as sent. `*` is the text that a trailing wildcard matched. */
  values: Readonly<Record<string, string>>;
}

/** A route that ends at a node, with the names of the parameters on the way to it. */
interface End<T extends Route> {
  route: T;
  names: readonly string[];
}

/** The routes behind one segment. */
class Node<T extends Route> {
  readonly literals = new Map<string, Node<T>>();
  parameter: Node<T> | undefined;
  readonly ends: End<T>[] = [];
  readonly wildcards: End<T>[] = [];
}

/** The routes of a group in an environment as a tree of segments. The time of a search hardly depends on their number. */
export class RouteTable<T extends Route> {
  private readonly root = new Node<T>();

  constructor(routes: readonly T[]) {
    // For the same path, an API for one method takes precedence over an API for any method.
    const anyLast = [...routes].sort((a, b) => Number(a.method === "ANY") - Number(b.method === "ANY"));
    for (const route of anyLast) this.add(route);
  }

  /**
   * The most specific route of a method and path. Assumption: segment by segment, a literal comes before a parameter,
   * and a parameter before a wildcard. A wildcard matches at least one segment.
   */
  find(method: string, path: string): RouteMatch<T> | undefined {
    return search(this.root, method, splitPath(path), 0, []);
  }

  private add(route: T): void {
    let node = this.root;
    const names: string[] = [];
    const segments = splitPath(route.pattern);
    for (const [i, segment] of segments.entries()) {
      if (segment === "*" && i === segments.length - 1) {
        node.wildcards.push({ route, names });
        return;
      }
      const name = /^\[(.+)\]$/.exec(segment)?.[1];
      if (name !== undefined) {
        names.push(name);
        node.parameter ??= new Node();
        node = node.parameter;
        continue;
      }
      const next = node.literals.get(segment) ?? new Node<T>();
      node.literals.set(segment, next);
      node = next;
    }
    node.ends.push({ route, names });
  }
}

/** Each node is visited at most once, because it has one depth. */
function search<T extends Route>(
  node: Node<T>,
  method: string,
  segments: readonly string[],
  depth: number,
  values: readonly string[],
): RouteMatch<T> | undefined {
  const segment = segments[depth];
  if (segment === undefined) return select(node.ends, method, values);
  const plain = decoded(segment);
  const match =
    searchLiteral(node, segment, method, segments, depth, values) ??
    (plain === segment ? undefined : searchLiteral(node, plain, method, segments, depth, values));
  if (match) return match;
  if (node.parameter && segment !== "") {
    const found = search(node.parameter, method, segments, depth + 1, [...values, segment]);
    if (found) return found;
  }
  const rest = select(node.wildcards, method, values);
  return rest && { ...rest, values: { ...rest.values, "*": segments.slice(depth).join("/") } };
}

function searchLiteral<T extends Route>(
  node: Node<T>,
  text: string,
  method: string,
  segments: readonly string[],
  depth: number,
  values: readonly string[],
): RouteMatch<T> | undefined {
  const literal = node.literals.get(text);
  return literal && search(literal, method, segments, depth + 1, values);
}

function select<T extends Route>(
  ends: readonly End<T>[],
  method: string,
  texts: readonly string[],
): RouteMatch<T> | undefined {
  const end = ends.find(({ route }) => route.method === method || route.method === "ANY");
  if (!end) return undefined;
  return { route: end.route, values: Object.fromEntries(end.names.map((name, i) => [name, texts[i] ?? ""])) };
}

/** A deployment that the gateway serves. */
export interface PublishedRoute extends Route {
  deployment: Deployment;
}
