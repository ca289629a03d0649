import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import type { AnalyzeRequest, AnalyzerResource } from "@pulumi/pulumi/proto/analyzer_pb";
import { factAt, hasUnknown, isUnknown, textsIn, Unknown } from "./facts";
import { propertiesOf } from "./properties";
import type { ResourceFacts } from "./rule";

/** A resource as it came, before any rule limits what is read of it. */
export interface Resource extends Pick<ResourceFacts, "type" | "name" | "urn" | "opts"> {
  readonly props: Readonly<Record<string, unknown>>;
  readonly provider: Provider | undefined;
  /** URNs that each property's value comes from. */
  readonly sources: ReadonlyMap<string, readonly string[]>;
}

export interface Provider {
  readonly urn: string;
  /** A text, Unknown, or undefined where it is not set. */
  readonly region: unknown;
}

/** As the SDK has unpacked it. */
export function resourceOf(given: ResourceValidationArgs | PolicyResource): Resource {
  const { type, name, urn, opts, props, provider } = given;
  const dependencies = "propertyDependencies" in given ? Object.entries(given.propertyDependencies) : [];
  return {
    ...{ type, name, urn, props },
    opts: { protect: opts.protect, ignoreChanges: opts.ignoreChanges },
    provider: provider && { urn: provider.urn, region: factAt(provider.props, "region") },
    sources: new Map(dependencies.map(([property, all]) => [property, all.map((source) => source.urn)])),
  };
}

/** As the engine sent it. */
export function resourceIn(message: AnalyzeRequest | AnalyzerResource): Resource {
  return new SentResource(message);
}

class SentResource implements Resource {
  readonly type: string;
  readonly urn: string;
  private unpacked: Resource["props"] | undefined;
  private known: Resource["sources"] | undefined;

  constructor(private readonly message: AnalyzeRequest | AnalyzerResource) {
    this.type = message.getType();
    this.urn = message.getUrn();
  }

  get name(): string {
    return this.message.getName();
  }

  get opts(): Resource["opts"] {
    const options = this.message.getOptions();
    return {
      protect: options?.getProtect() ?? false,
      ignoreChanges: options?.getIgnorechangesList() ?? [],
    };
  }

  get props(): Resource["props"] {
    this.unpacked ??= propertiesOf(this.message.getProperties());
    return this.unpacked;
  }

  get provider(): Provider | undefined {
    const provider = this.message.getProvider();
    return (
      provider && {
        urn: provider.getUrn(),
        region: factAt(propertiesOf(provider.getProperties()), "region"),
      }
    );
  }

  get sources(): Resource["sources"] {
    this.known ??= new Map(this.dependencies());
    return this.known;
  }

  private dependencies(): [string, string[]][] {
    if (!("getPropertydependenciesMap" in this.message)) return [];
    const found: [string, string[]][] = [];
    this.message.getPropertydependenciesMap().forEach((all, property) => {
      found.push([property, all.getUrnsList()]);
    });
    return found;
  }
}

/** All resources of a stack, found by what they are: once for all rules that read them. */
export class Resources {
  private readonly byType = new Map<string, Resource[]>();
  private readonly byUrn = new Map<string, Resource>();
  private readonly byValue = new Map<string, ReadonlyMap<unknown, readonly Resource[]>>();

  private readonly byText = new Map<Resource, ReadonlySet<string>>();

  constructor(all: readonly Resource[]) {
    // In one order, whichever the engine registered first, so that a message is the same in each run.
    for (const resource of [...all].sort((one, other) => (one.urn < other.urn ? -1 : 1))) {
      this.byUrn.set(resource.urn, resource);
      add(this.byType, resource.type, resource);
    }
  }

  ofType(type: string): readonly Resource[] {
    return this.byType.get(type) ?? [];
  }

  /**
   * Resources that a property's value comes from, also while the value is unknown. Of a value that is known, those
   * that have it, if any has: it may have been computed from others besides.
   */
  from(resource: Resource, path: string): readonly Resource[] {
    const sources = this.sourcesOf(resource, path);
    if (sources.length < 2) return sources;
    const value = factAt(resource.props, path);
    const texts = hasUnknown(value) ? [] : textsIn(value);
    const having = sources.filter((source) => texts.some((text) => this.textsOf(source).has(text)));
    return having.length > 0 ? having : sources;
  }

  /** All resources that a value of one comes from. */
  sources(resource: Resource): readonly Resource[] {
    return this.known([...resource.sources.values()].flat());
  }

  /**
   * In a preview the engine leaves out what a provider does not know yet, and gives an empty id. What was left out has
   * dependencies; what was never set has none.
   */
  valueAt(resource: Resource, path: string): unknown {
    const value = factAt(resource.props, path);
    if (path === "id") return value === "" ? new Unknown(path) : value;
    const isLeftOut = value === undefined && !((path.split(".")[0] ?? "") in resource.props);
    return isLeftOut && this.sourcesOf(resource, path).length > 0 ? new Unknown(path) : value;
  }

  /** The resources of a type that have a value at a path. */
  withValue(type: string, path: string, value: unknown): readonly Resource[] {
    const key = `${type} ${path}`;
    const index = this.byValue.get(key) ?? this.indexOf(type, path);
    this.byValue.set(key, index);
    return index.get(value) ?? [];
  }

  private sourcesOf(resource: Resource, path: string): readonly Resource[] {
    return this.known(resource.sources.get(path.split(".")[0] ?? "") ?? []);
  }

  private known(urns: readonly string[]): readonly Resource[] {
    if (urns.length === 0) return [];
    return [...new Set(urns.flatMap((urn) => this.byUrn.get(urn) ?? []))];
  }

  private textsOf(resource: Resource): ReadonlySet<string> {
    const known = this.byText.get(resource);
    if (known) return known;
    const { props } = resource;
    const texts = new Set(Object.keys(props).flatMap((key) => textsIn(factAt(props, key))));
    this.byText.set(resource, texts);
    return texts;
  }

  private indexOf(type: string, path: string): ReadonlyMap<unknown, readonly Resource[]> {
    const index = new Map<unknown, Resource[]>();
    for (const resource of this.ofType(type)) {
      const value = this.valueAt(resource, path);
      if (value !== undefined && !isUnknown(value)) add(index, value, resource);
    }
    return index;
  }
}

function add<Key>(index: Map<Key, Resource[]>, key: Key, resource: Resource): void {
  const same = index.get(key);
  if (same) same.push(resource);
  else index.set(key, [resource]);
}
