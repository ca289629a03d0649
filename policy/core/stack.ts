import { isAddress } from "./cidr";
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
   * Returns the names of resources that a property depends on and that are only read, such as by `.get`: their properties
   * are not part of a preview.
   */
  unreadDependencies(property: string, types: ReadonlySet<string>): readonly string[];
  /** Whether parts of a property that the cloud assigns are unknown at preview. */
  isLeftOut(property: string): boolean;
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

  /**
   * Finds resources of a type that may have a value at a path that is unknown at preview. The id of a new resource is not
   * among those that a program can name.
   */
  findPossible(
    resource: StackResource,
    value: unknown,
    type: string,
    path: string,
  ): readonly StackResource[] {
    if (!mayHaveValue(type, path, value)) return [];
    assertDeclared(type, this.reads[type] ?? [], path);
    return this.viewAll(this.resources.withUnknown(type, path)).filter(
      (other) => resource.isSameRegion(other) !== false,
    );
  }

  private readonly viewAll = (resources: readonly Resource[]): readonly StackResource[] =>
    resources.map((resource) => this.views.get(resource) ?? this.addView(resource));

  private addView(resource: Resource): StackResource {
    const paths = this.reads[resource.type] ?? [];
    const view = new StackView(resource, paths, this.resources, this.viewAll);
    this.views.set(resource, view);
    return view;
  }
}

/** First characters of the IDs of a type. Source: the examples of the APIs that create them. */
const idPrefixes: Readonly<Record<string, string>> = {
  "alicloud:alb/loadBalancer:LoadBalancer": "alb-",
  "alicloud:alb/serverGroup:ServerGroup": "sgp-",
  "alicloud:alb/listener:Listener": "lsn-",
  "alicloud:nlb/loadBalancer:LoadBalancer": "nlb-",
  "alicloud:nlb/serverGroup:ServerGroup": "sgp-",
  "alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer": "lb-",
  "alicloud:slb/loadBalancer:LoadBalancer": "lb-",
  "alicloud:slb/serverGroup:ServerGroup": "rsp-",
  "alicloud:ecs/instance:Instance": "i-",
  "alicloud:ecs/securityGroup:SecurityGroup": "sg-",
  "alicloud:ecs/ecsPrefixList:EcsPrefixList": "pl-",
  "alicloud:vpc/network:Network": "vpc-",
  "alicloud:vpc/switch:Switch": "vsw-",
};

/** Whether an ID, address or DNS name may be that of a resource of a type, by its form. DNS names start with the ID. */
export function mayName(type: string, value: unknown): boolean {
  if (typeof value !== "string" || value === "") return false;
  const isId = Object.values(idPrefixes).some((prefix) => value.startsWith(prefix));
  return isId ? value.startsWith(idPrefixes[type] ?? "") : true;
}

/** Whether a property of a type can have a value, by its form. */
function mayHaveValue(type: string, path: string, value: unknown): boolean {
  if (typeof value !== "string" || value === "") return false;
  const isIp = isAddress(value);
  if (path === "id") return !isIp && value.startsWith(idPrefixes[type] ?? "");
  return path === "dnsName" ? !isIp && value.includes(".") : isIp;
}

/** Creates the view of a single resource, limited to the paths that the rule declares. */
export const viewResource = (resource: Resource, paths: readonly string[]): ResourceView =>
  new View(resource, paths);

/** A class, because each rule has a view of each resource that it reads. */
class View implements ResourceView {
  constructor(
    protected readonly resource: Resource,
    private readonly paths: readonly string[],
  ) {}

  get type(): string {
    return this.resource.type;
  }

  get name(): string {
    return this.resource.name;
  }

  get urn(): string {
    return this.resource.urn;
  }

  get opts(): ResourceView["opts"] {
    return this.resource.opts;
  }

  get(path: string): unknown {
    assertDeclared(this.type, this.paths, path);
    return this.read(path);
  }

  protected read(path: string): unknown {
    return readProperty(this.resource.props, path);
  }
}

class StackView extends View implements StackResource {
  constructor(
    resource: Resource,
    paths: readonly string[],
    private readonly resources: Resources,
    private readonly viewAll: (resources: readonly Resource[]) => readonly StackResource[],
  ) {
    super(resource, paths);
  }

  get provider(): Provider | undefined {
    return this.resource.provider;
  }

  plainStrings(): readonly PlainString[] {
    return this.resource.plainStrings();
  }

  dependencies(property: string): readonly StackResource[] {
    return this.viewAll(this.resources.dependencies(this.resource, property));
  }

  allDependencies(): readonly StackResource[] {
    return this.viewAll(this.resources.allDependencies(this.resource));
  }

  unreadDependencies(property: string, types: ReadonlySet<string>): readonly string[] {
    return this.resources.unreadDependencies(this.resource, property, types);
  }

  isLeftOut(property: string): boolean {
    return this.resources.isLeftOut(this.resource, property);
  }

  isSameRegion(other: StackResource): boolean | undefined {
    if (this.provider?.urn === other.provider?.urn) return true;
    const [region, otherRegion] = [this.provider?.region, other.provider?.region];
    return typeof region === "string" && typeof otherRegion === "string" ? region === otherRegion : undefined;
  }

  protected override read(path: string): unknown {
    return this.resources.valueAt(this.resource, path);
  }
}

function assertDeclared(type: string, paths: readonly string[], path: string): void {
  if (path === "id" || paths.includes(path)) return;
  if (paths.some((declared) => declared.startsWith(`${path}[]`))) return;
  throw new Error(`A rule reads ${path} of ${type} without declaring it in reads.`);
}
