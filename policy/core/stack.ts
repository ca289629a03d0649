import type { PolicyResource } from "@pulumi/policy";
import { factAt, hasUnknown, isUnknown, textsIn, Unknown } from "./facts";
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

interface Provider {
  readonly urn: string;
  /** A text, Unknown, or undefined where it is not set. */
  readonly region: unknown;
}

/** All resources of a stack, with what leads from one to another. */
export class Stack {
  private readonly byUrn = new Map<string, Node>();
  private readonly byType = new Map<string, Node[]>();
  private readonly byValue = new Map<string, ReadonlyMap<unknown, readonly Node[]>>();
  private readonly byText = new Map<PolicyResource, ReadonlySet<string>>();

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
    const found = this.valuesAt(type, path).get(value) ?? [];
    return path === "id" ? found : found.filter((other) => node.isNear(other) !== false);
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
    const provider = providerOf(resource);
    const sourcesOf = (property: string) => resource.propertyDependencies[property.split(".")[0] ?? ""] ?? [];
    const textsOf = (source: PolicyResource) => this.textsOf(source);
    const nodesOf = (sources: readonly PolicyResource[]) => [
      ...new Set(sources.flatMap(({ urn }) => this.byUrn.get(urn) ?? [])),
    ];
    return {
      ...facts,
      provider,
      // In a preview the engine leaves out what a provider does not know yet, and gives an empty id. What was left out
      // has dependencies; what was never set has none.
      at(path) {
        const value = facts.at(path);
        const isLeftOut =
          path === "id" ? value === "" : value === undefined && isAbsent(resource.props, path);
        return isLeftOut && (path === "id" || sourcesOf(path).length > 0) ? new Unknown(path) : value;
      },
      from(property) {
        const sources = sourcesOf(property);
        if (sources.length < 2) return nodesOf(sources);
        const value = factAt(resource.props, property);
        const texts = hasUnknown(value) ? [] : textsIn(value);
        const having = sources.filter((source) => texts.some((text) => textsOf(source).has(text)));
        return nodesOf(having.length > 0 ? having : sources);
      },
      sources: () => nodesOf(Object.values(resource.propertyDependencies).flat()),
      isNear(other) {
        if (provider?.urn === other.provider?.urn) return true;
        const [own, others] = [provider?.region, other.provider?.region];
        return typeof own === "string" && typeof others === "string" ? own === others : undefined;
      },
    };
  }

  private textsOf(resource: PolicyResource): ReadonlySet<string> {
    const known = this.byText.get(resource);
    if (known) return known;
    const { props } = resource;
    const texts = new Set(Object.keys(props).flatMap((key) => textsIn(factAt(props, key))));
    this.byText.set(resource, texts);
    return texts;
  }
}

function providerOf({ provider }: PolicyResource): Provider | undefined {
  return provider && { urn: provider.urn, region: factAt(provider.props, "region") };
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
