import type { Provider, Resource, Resources } from "./resources";
import type { PlainString, ResourceView } from "./rule";
import { isUnknown, readProperty } from "./values";

/** A resource of a stack, with its dependencies. */
export interface StackResource extends ResourceView {
  /**
   * Returns the resources that a property depends on, also while its value is unknown at preview. For a known value it
   * returns those that have this value, if any, because a value may be computed from several resources.
   */
  dependencies(property: string): readonly StackResource[];
  /** Returns the resources that any property depends on. */
  allDependencies(): readonly StackResource[];
  /**
   * Whether two resources are in the same region, by their providers. Undefined when a region is unknown. Names and
   * private addresses are unique within a region only.
   */
  isSameRegion(other: StackResource): boolean | undefined;
  /** Returns the strings of all properties that the program does not mark as secrets. */
  plainStrings(): readonly PlainString[];
  readonly provider: Provider | undefined;
}

/** The resources of a stack as one rule sees them, and the references between them. */
export class Stack {
  private readonly views = new Map<Resource, StackResource>();

  constructor(
    private readonly resources: Resources,
    private readonly reads: Readonly<Record<string, readonly string[]>>,
  ) {}

  ofType(...types: string[]): readonly StackResource[] {
    return types.flatMap((type) => this.viewAll(this.resources.ofType(type)));
  }

  /**
   * Finds the resources of a type that a property refers to: by value, or by dependency if no value matches.
   *
   * @param paths properties of the type that the value is compared with
   */
  findReferenced(
    resource: StackResource,
    property: string,
    type: string,
    paths: readonly string[] = ["id"],
  ): readonly StackResource[] {
    const matches = this.findByProperty(resource, property, type, paths);
    return matches.length > 0
      ? matches
      : resource.dependencies(property).filter((other) => other.type === type);
  }

  /** Finds the resources of a type that have the value of a property at one of the paths. */
  findByProperty(
    resource: StackResource,
    property: string,
    type: string,
    paths: readonly string[],
  ): readonly StackResource[] {
    const value = resource.get(property);
    if (value === undefined || isUnknown(value)) return [];
    return [...new Set(paths.flatMap((path) => this.findByValue(resource, value, type, path)))];
  }

  /** Finds the resources of a type that have a value at a path; in the region of `resource`, unless it is an id. */
  findByValue(resource: StackResource, value: unknown, type: string, path: string): readonly StackResource[] {
    assertDeclared(type, this.reads[type] ?? [], path);
    const matches = this.viewAll(this.resources.withValue(type, path, value));
    return path === "id" ? matches : matches.filter((other) => resource.isSameRegion(other) !== false);
  }

  private viewAll(resources: readonly Resource[]): readonly StackResource[] {
    return resources.map((resource) => this.views.get(resource) ?? this.addView(resource));
  }

  private addView(resource: Resource): StackResource {
    const { provider } = resource;
    const view: StackResource = {
      ...createView(resource, this.reads[resource.type] ?? [], (path) =>
        this.resources.valueAt(resource, path),
      ),
      provider,
      plainStrings: () => resource.plainStrings(),
      dependencies: (property) => this.viewAll(this.resources.dependencies(resource, property)),
      allDependencies: () => this.viewAll(this.resources.allDependencies(resource)),
      isSameRegion(other) {
        if (provider?.urn === other.provider?.urn) return true;
        const [region, otherRegion] = [provider?.region, other.provider?.region];
        return typeof region === "string" && typeof otherRegion === "string"
          ? region === otherRegion
          : undefined;
      },
    };
    this.views.set(resource, view);
    return view;
  }
}

/** Creates the view of a single resource, limited to the paths that the rule declares. */
export const viewResource = (resource: Resource, paths: readonly string[]): ResourceView =>
  createView(resource, paths, (path) => readProperty(resource.props, path));

function createView(
  { type, name, urn, opts }: Resource,
  paths: readonly string[],
  get: ResourceView["get"],
): ResourceView {
  return {
    ...{ type, name, urn, opts },
    get(path) {
      assertDeclared(type, paths, path);
      return get(path);
    },
  };
}

function assertDeclared(type: string, paths: readonly string[], path: string): void {
  if (path === "id" || paths.some((declared) => declared === path || declared.startsWith(`${path}[]`)))
    return;
  throw new Error(`A rule reads ${path} of ${type} without declaring it in reads.`);
}
