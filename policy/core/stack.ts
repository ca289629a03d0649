import type { PolicyResource } from "@pulumi/policy";
import { factAt, isUnknown, Unknown } from "./facts";
import type { ResourceFacts } from "./rule";

/** A resource among the others. */
export interface Node extends ResourceFacts {
  /** Resources that a property's value comes from, also while the value is unknown. */
  from(property: string): readonly Node[];
}

/** All resources of a stack, with what leads from one to another. */
export class Stack {
  private readonly byUrn = new Map<string, Node>();
  private readonly byType = new Map<string, Node[]>();
  private readonly byValue = new Map<string, ReadonlyMap<unknown, readonly Node[]>>();

  constructor(
    resources: readonly PolicyResource[],
    private readonly reads: Readonly<Record<string, readonly string[]>>,
  ) {
    for (const resource of resources) {
      const node = this.nodeOf(resource);
      this.byUrn.set(resource.urn, node);
      const same = this.byType.get(resource.type);
      if (same) same.push(node);
      else this.byType.set(resource.type, [node]);
    }
  }

  ofType(...types: string[]): readonly Node[] {
    return types.flatMap((type) => this.byType.get(type) ?? []);
  }

  /**
   * The resources of a type that a property refers to: because its value comes from them, or because it equals what
   * they have at one of the paths (their id unless said otherwise).
   */
  linked(node: Node, property: string, type: string, paths: readonly string[] = ["id"]): readonly Node[] {
    const found = new Set(node.from(property).filter((other) => other.type === type));
    const value = node.at(property);
    if (value !== undefined && !isUnknown(value)) {
      for (const path of paths) {
        for (const other of this.valuesAt(type, path).get(value) ?? []) found.add(other);
      }
    }
    return [...found];
  }

  private valuesAt(type: string, path: string): ReadonlyMap<unknown, readonly Node[]> {
    const key = `${type} ${path}`;
    const known = this.byValue.get(key);
    if (known) return known;
    const index = new Map<unknown, Node[]>();
    for (const node of this.ofType(type)) {
      const value = node.at(path);
      if (value === undefined || isUnknown(value)) continue;
      const same = index.get(value);
      if (same) same.push(node);
      else index.set(value, [node]);
    }
    this.byValue.set(key, index);
    return index;
  }

  private nodeOf(resource: PolicyResource): Node {
    const facts = factsOf(resource, this.reads[resource.type] ?? []);
    const sourcesOf = (property: string) => resource.propertyDependencies[property.split(".")[0] ?? ""] ?? [];
    return {
      ...facts,
      // In a preview the engine leaves out what a provider does not know yet, and gives an empty id. What was left out
      // has dependencies; what was never set has none.
      at(path) {
        const value = facts.at(path);
        const isLeftOut =
          path === "id" ? value === "" : value === undefined && isAbsent(resource.props, path);
        return isLeftOut && (path === "id" || sourcesOf(path).length > 0) ? new Unknown(path) : value;
      },
      from: (property) => sourcesOf(property).flatMap(({ urn }) => this.byUrn.get(urn) ?? []),
    };
  }
}

const isAbsent = (props: object, path: string): boolean => !((path.split(".")[0] ?? "") in props);

type Read = Pick<PolicyResource, "type" | "name" | "urn" | "opts" | "props">;

/** A resource of the SDK as rules see it, limited to the paths that a rule declares. */
export function factsOf({ type, name, urn, opts, props }: Read, paths: readonly string[]): ResourceFacts {
  return {
    type,
    name,
    urn,
    opts: { protect: opts.protect, ignoreChanges: opts.ignoreChanges },
    at(path) {
      if (path !== "id" && !paths.some((declared) => declared === path || declared.startsWith(`${path}[]`)))
        throw new Error(`A rule reads ${path} of ${type} without declaring it.`);
      return factAt(props, path);
    },
  };
}
