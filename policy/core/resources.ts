import type { AnalyzeRequest, AnalyzerResource } from "@pulumi/pulumi/proto/analyzer_pb";
import type { PlainString, ResourceView } from "./rule";
import { collectPlainStrings, readStruct } from "./struct";
import { collectStrings, hasUnknown, isUnknown, readProperty, Unknown } from "./values";

/** A resource with all its properties, before a view limits them to what a rule declares. */
export interface Resource extends Pick<ResourceView, "type" | "name" | "urn" | "opts"> {
  readonly props: Readonly<Record<string, unknown>>;
  readonly provider: Provider | undefined;
  /** Returns the strings of all properties that are not marked as secrets. */
  plainStrings(): readonly PlainString[];
  /** URNs of the resources that each property depends on. */
  readonly propertyDependencies: ReadonlyMap<string, readonly string[]>;
}

export interface Provider {
  readonly urn: string;
  /** A string, Unknown, or undefined when it is not set. */
  readonly region: unknown;
}

/** Reads a resource from a message of the engine. */
export function resourceFromMessage(message: AnalyzeRequest | AnalyzerResource): Resource {
  return new MessageResource(message);
}

/** Unpacks each part of the message when it is first read. */
class MessageResource implements Resource {
  readonly type: string;
  readonly urn: string;
  private cachedProps: Resource["props"] | undefined;
  private cachedDependencies: Resource["propertyDependencies"] | undefined;

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
    this.cachedProps ??= readStruct(this.message.getProperties());
    return this.cachedProps;
  }

  plainStrings(): readonly PlainString[] {
    return collectPlainStrings(this.message.getProperties());
  }

  get provider(): Provider | undefined {
    const provider = this.message.getProvider();
    return (
      provider && {
        urn: provider.getUrn(),
        region: readProperty(readStruct(provider.getProperties()), "region"),
      }
    );
  }

  get propertyDependencies(): Resource["propertyDependencies"] {
    this.cachedDependencies ??= new Map(this.readDependencies());
    return this.cachedDependencies;
  }

  private readDependencies(): [string, string[]][] {
    if (!("getPropertydependenciesMap" in this.message)) return [];
    const entries: [string, string[]][] = [];
    this.message.getPropertydependenciesMap().forEach((all, property) => {
      entries.push([property, all.getUrnsList()]);
    });
    return entries;
  }
}

/** All resources of a stack, indexed once for all rules. */
export class Resources {
  private readonly byType = new Map<string, Resource[]>();
  private readonly byUrn = new Map<string, Resource>();
  private readonly byValue = new Map<string, ReadonlyMap<unknown, readonly Resource[]>>();
  private readonly stringsByResource = new Map<Resource, ReadonlySet<string>>();

  constructor(all: readonly Resource[]) {
    // Sorted, so that messages do not depend on the order in which the engine registers resources.
    for (const resource of [...all].sort((one, other) => (one.urn < other.urn ? -1 : 1))) {
      this.byUrn.set(resource.urn, resource);
      add(this.byType, resource.type, resource);
    }
  }

  ofType(type: string): readonly Resource[] {
    return this.byType.get(type) ?? [];
  }

  /**
   * Returns the resources that a property depends on, also while its value is unknown at preview. For a known value it
   * returns those that have this value, if any, because a value may be computed from several resources.
   */
  dependencies(resource: Resource, path: string): readonly Resource[] {
    const dependencies = this.findDependencies(resource, path);
    if (dependencies.length < 2) return dependencies;
    const value = readProperty(resource.props, path);
    const strings = hasUnknown(value) ? [] : collectStrings(value);
    const matches = dependencies.filter((dependency) =>
      strings.some((text) => this.collectResourceStrings(dependency).has(text)),
    );
    return matches.length > 0 ? matches : dependencies;
  }

  /** Returns the resources that any property of a resource depends on. */
  allDependencies(resource: Resource): readonly Resource[] {
    return this.resolveUrns([...resource.propertyDependencies.values()].flat());
  }

  /**
   * Returns the value at a path. In a preview, the engine leaves out outputs that are unknown and sends an empty id. A
   * missing property that has dependencies is therefore unknown; one without dependencies is not set.
   */
  valueAt(resource: Resource, path: string): unknown {
    const value = readProperty(resource.props, path);
    if (path === "id") return value === "" ? new Unknown(path) : value;
    const isLeftOut = value === undefined && !((path.split(".")[0] ?? "") in resource.props);
    return isLeftOut && this.findDependencies(resource, path).length > 0 ? new Unknown(path) : value;
  }

  /** Returns the resources of a type that have a value at a path. */
  withValue(type: string, path: string, value: unknown): readonly Resource[] {
    const key = `${type} ${path}`;
    const index = this.byValue.get(key) ?? this.createIndex(type, path);
    this.byValue.set(key, index);
    return index.get(value) ?? [];
  }

  private findDependencies(resource: Resource, path: string): readonly Resource[] {
    return this.resolveUrns(resource.propertyDependencies.get(path.split(".")[0] ?? "") ?? []);
  }

  private resolveUrns(urns: readonly string[]): readonly Resource[] {
    if (urns.length === 0) return [];
    return [...new Set(urns.flatMap((urn) => this.byUrn.get(urn) ?? []))];
  }

  private collectResourceStrings(resource: Resource): ReadonlySet<string> {
    const cached = this.stringsByResource.get(resource);
    if (cached) return cached;
    const { props } = resource;
    const strings = new Set(Object.keys(props).flatMap((key) => collectStrings(readProperty(props, key))));
    this.stringsByResource.set(resource, strings);
    return strings;
  }

  private createIndex(type: string, path: string): ReadonlyMap<unknown, readonly Resource[]> {
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
