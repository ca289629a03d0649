import type { AnalyzeRequest, AnalyzerResource } from "@pulumi/pulumi/proto/analyzer_pb";
import { assignedOutputs } from "./assignedOutputs";
import { normalizeAddress } from "./cidr";
import { addToList } from "./lists";
import type { PlainString, ResourceView } from "./rule";
import { Secrets } from "./secrets";
import { collectPlainStrings, readStruct } from "./struct";
import { collectStrings, hasUnknown, isUnknown, readProperty, Unknown } from "./values";

/** A resource with all its properties, before a view limits them to what a rule declares. */
export interface Resource extends Pick<ResourceView, "type" | "name" | "urn" | "opts"> {
  readonly props: Readonly<Record<string, unknown>>;
  readonly provider: Provider | undefined;
  /** Returns the strings of all properties that are not marked as secrets. */
  plainStrings(): readonly PlainString[];
  /** Secret values that have been read. */
  readonly secrets: Secrets;
  /** URNs of the resources that each property depends on. */
  readonly propertyDependencies: ReadonlyMap<string, readonly string[]>;
}

export interface Provider {
  readonly urn: string;
  /** A string, Unknown, or undefined when it is not set. */
  readonly region: unknown;
}

/**
 * Reads a resource from a message of the engine.
 *
 * @param secrets collects the secret values that are read
 */
export const resourceFromMessage = (
  message: AnalyzeRequest | AnalyzerResource,
  secrets: Secrets = new Secrets(),
): Resource => new MessageResource(message, secrets);

/** Unpacks each part of the message when it is first read. */
class MessageResource implements Resource {
  readonly type: string;
  readonly urn: string;
  private cachedProps: Resource["props"] | undefined;
  private cachedDependencies: Resource["propertyDependencies"] | undefined;
  private cachedProvider: Provider | undefined;

  constructor(
    private readonly message: AnalyzeRequest | AnalyzerResource,
    readonly secrets: Secrets,
  ) {
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
    this.cachedProps ??= readStruct(this.message.getProperties(), (path, value) =>
      this.secrets.add(this.urn, path, value),
    );
    return this.cachedProps;
  }

  plainStrings(): readonly PlainString[] {
    return collectPlainStrings(this.message.getProperties());
  }

  get provider(): Provider | undefined {
    const provider = this.message.getProvider();
    if (!provider) return undefined;
    this.cachedProvider ??= {
      urn: provider.getUrn(),
      region: readProperty(readStruct(provider.getProperties()), "region"),
    };
    return this.cachedProvider;
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
  private readonly unknownAt = new Map<string, readonly Resource[]>();
  private readonly stringsByResource = new Map<Resource, readonly string[]>();

  /** @param inputs inputs of the resources that a run creates or updates, by URN */
  constructor(
    all: readonly Resource[],
    private readonly inputs: ReadonlyMap<string, Resource> = new Map(),
  ) {
    // Sorted, so that messages do not depend on the order in which the engine registers resources.
    for (const resource of [...all].sort((one, other) => (one.urn < other.urn ? -1 : 1))) {
      this.byUrn.set(resource.urn, resource);
      addToList(this.byType, resource.type, resource);
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
    const strings = new Set(hasUnknown(value) ? [] : collectStrings(value));
    const matches = dependencies.filter(
      (dependency) =>
        strings.size > 0 && this.collectResourceStrings(dependency).some((text) => strings.has(text)),
    );
    return matches.length > 0 ? matches : dependencies;
  }

  /** Returns the resources that any property of a resource depends on. */
  allDependencies(resource: Resource): readonly Resource[] {
    return this.resolveUrns([...resource.propertyDependencies.values()].flat());
  }

  /**
   * Returns the value at a path. In a preview, the engine leaves out outputs that are or contain an unknown value, and sends
   * an empty id. A missing output is then what the program set, with its known parts; unknown if the cloud assigns it or if
   * it has dependencies; or else not set.
   */
  valueAt(resource: Resource, path: string): unknown {
    const { props } = resource;
    if (path === "id") return props.id === "" ? new Unknown(path) : props.id;
    const top = path.split(".")[0] ?? "";
    if (top in props) return readProperty(props, path);
    const isPlanned = props.id === "";
    const inputs = isPlanned ? this.inputs.get(resource.urn)?.props : undefined;
    if (inputs && top in inputs) return readProperty(inputs, path);
    const isUnknownOutput = isPlanned && assignedOutputs[resource.type]?.includes(top) === true;
    return isUnknownOutput || this.findDependencies(resource, path).length > 0
      ? new Unknown(path)
      : undefined;
  }

  /** Whether a property is left out of the outputs, so that parts that the cloud assigns are unknown. */
  isLeftOut(resource: Resource, property: string): boolean {
    return resource.props.id === "" && !(property in resource.props);
  }

  /** Whether a run creates the resource: then it has no outputs except those that the program set. */
  private isNew(resource: Resource): boolean {
    const inputs = this.inputs.get(resource.urn)?.props;
    if (resource.props.id !== "" || !inputs) return false;
    return Object.keys(resource.props).every((name) => name === "id" || name in inputs);
  }

  /**
   * Returns the names of resources that a property depends on and that are only read, such as by `.get`: the engine does not
   * send them.
   *
   * @param types types to look for
   */
  unreadDependencies(resource: Resource, property: string, types: ReadonlySet<string>): readonly string[] {
    const urns = resource.propertyDependencies.get(property) ?? [];
    return urns
      .filter((urn) => !this.byUrn.has(urn))
      .map((urn) => urn.split("::"))
      .filter(([, , chain = ""]) => types.has(chain.split("$").at(-1) ?? ""))
      .map((parts) => parts.at(-1) ?? "");
  }

  /** Returns the resources of a type that have a value at a path. */
  withValue(type: string, path: string, value: unknown): readonly Resource[] {
    const key = `${type} ${path}`;
    const index = this.byValue.get(key) ?? this.createIndex(type, path);
    this.byValue.set(key, index);
    return index.get(normalizeAddress(value)) ?? [];
  }

  /**
   * Returns the resources of a type whose value at a path is unknown at preview. The id of a new resource is not among
   * those that a program can name.
   */
  withUnknown(type: string, path: string): readonly Resource[] {
    const key = `${type} ${path}`;
    const resources =
      this.unknownAt.get(key) ??
      this.ofType(type).filter(
        (resource) => isUnknown(this.valueAt(resource, path)) && !(path === "id" && this.isNew(resource)),
      );
    this.unknownAt.set(key, resources);
    return resources;
  }

  private findDependencies(resource: Resource, path: string): readonly Resource[] {
    return this.resolveUrns(resource.propertyDependencies.get(path.split(".")[0] ?? "") ?? []);
  }

  private resolveUrns(urns: readonly string[]): readonly Resource[] {
    if (urns.length === 0) return [];
    return [...new Set(urns.flatMap((urn) => this.byUrn.get(urn) ?? []))];
  }

  private collectResourceStrings(resource: Resource): readonly string[] {
    const cached = this.stringsByResource.get(resource);
    if (cached) return cached;
    const { props } = resource;
    const strings = Object.keys(props).flatMap((key) => collectStrings(readProperty(props, key)));
    this.stringsByResource.set(resource, strings);
    return strings;
  }

  private createIndex(type: string, path: string): ReadonlyMap<unknown, readonly Resource[]> {
    const index = new Map<unknown, Resource[]>();
    for (const resource of this.ofType(type)) {
      const value = this.valueAt(resource, path);
      for (const one of Array.isArray(value) ? (value as unknown[]) : [value]) {
        if (one !== undefined && !isUnknown(one)) addToList(index, normalizeAddress(one), resource);
      }
    }
    return index;
  }
}
