import { factAt, isUnknown } from "./facts";
import type { Provider, Resource, Resources } from "./resources";
import type { ResourceFacts } from "./rule";

/** A resource among the others. */
export interface Node extends ResourceFacts {
  /**
   * Resources that a property's value comes from, also while the value is unknown. Of a value that is known, those
   * that have it, if any has: it may have been computed from others besides.
   */
  from(property: string): readonly Node[];
  /** All resources that a value of it comes from. */
  sources(): readonly Node[];
  /**
   * Whether it is in the region of another one, as their providers say; undefined where they do not. Names and private
   * addresses mean something within a region alone.
   */
  isNear(other: Node): boolean | undefined;
  readonly provider: Provider | undefined;
}

/** All resources of a stack as one rule sees them, with what leads from one to another. */
export class Stack {
  private readonly nodes = new Map<Resource, Node>();

  constructor(
    private readonly resources: Resources,
    private readonly reads: Readonly<Record<string, readonly string[]>>,
  ) {}

  ofType(...types: string[]): readonly Node[] {
    return types.flatMap((type) => this.nodesOf(this.resources.ofType(type)));
  }

  /**
   * The resources of a type that a property refers to: because it equals what they have at one of the paths (their id
   * unless said otherwise), else because its value comes from them.
   */
  linked(node: Node, property: string, type: string, paths: readonly string[] = ["id"]): readonly Node[] {
    const named = this.named(node, property, type, paths);
    return named.length > 0 ? named : node.from(property).filter((other) => other.type === type);
  }

  /** The resources of a type that have a property's value at one of the paths. */
  named(node: Node, property: string, type: string, paths: readonly string[]): readonly Node[] {
    const value = node.at(property);
    if (value === undefined || isUnknown(value)) return [];
    return [...new Set(paths.flatMap((path) => this.having(node, value, type, path)))];
  }

  /** The resources of a type that have a value at a path, as a node means it: what is no id, in its region. */
  having(node: Node, value: unknown, type: string, path: string): readonly Node[] {
    mustDeclare(type, this.reads[type] ?? [], path);
    const found = this.nodesOf(this.resources.withValue(type, path, value));
    return path === "id" ? found : found.filter((other) => node.isNear(other) !== false);
  }

  private nodesOf(resources: readonly Resource[]): readonly Node[] {
    return resources.map((resource) => this.nodes.get(resource) ?? this.nodeOf(resource));
  }

  private nodeOf(resource: Resource): Node {
    const { provider } = resource;
    const node: Node = {
      ...limited(resource, this.reads[resource.type] ?? [], (path) => this.resources.valueAt(resource, path)),
      provider,
      from: (property) => this.nodesOf(this.resources.from(resource, property)),
      sources: () => this.nodesOf(this.resources.sources(resource)),
      isNear(other) {
        if (provider?.urn === other.provider?.urn) return true;
        const [own, others] = [provider?.region, other.provider?.region];
        return typeof own === "string" && typeof others === "string" ? own === others : undefined;
      },
    };
    this.nodes.set(resource, node);
    return node;
  }
}

/** A resource as a rule sees it by itself, limited to the paths that the rule declares. */
export const factsOf = (resource: Resource, paths: readonly string[]): ResourceFacts =>
  limited(resource, paths, (path) => factAt(resource.props, path));

function limited(
  { type, name, urn, opts }: Resource,
  paths: readonly string[],
  at: ResourceFacts["at"],
): ResourceFacts {
  return {
    ...{ type, name, urn, opts },
    at(path) {
      mustDeclare(type, paths, path);
      return at(path);
    },
  };
}

function mustDeclare(type: string, paths: readonly string[], path: string): void {
  if (path === "id" || paths.some((declared) => declared === path || declared.startsWith(`${path}[]`)))
    return;
  throw new Error(`A rule reads ${path} of ${type} without declaring it.`);
}
