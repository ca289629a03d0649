import * as pulumi from "@pulumi/pulumi";
import { mapValues } from "../validation/given";
import { shapes } from "../validation/shapes";
import { isObject } from "../validation/types";
import { childName } from "./childNames";
import { checkDefaultProviders, type Package } from "./defaultProviders";
import { isUniqueRole, refuseTakenNames } from "./takenNames";
import { type Transform, transformed } from "./transform";
import type { UniqueRole } from "./uniqueRoles";

/** Kinds of children by role, each with its class. A component adds the kinds that it creates. */
// biome-ignore lint/suspicious/noEmptyInterface: the files that create children add to it.
export interface ChildKinds {}

type Role = keyof ChildKinds;

/** Roles in the shape of `transform`. */
const roles = Object.keys(shapes.ChildTransforms ?? {});

type ChildArgs<Kind> = Kind extends new (
  name: string,
  args: infer Args,
  opts?: pulumi.CustomResourceOptions,
) => unknown
  ? NonNullable<Args> & object
  : never;
type ChildResource<Kind> = Kind extends new (...args: never[]) => infer Made ? Made : never;

/** Transforms of children by role. They run last, after every default. See {@link Transform}. */
export type ChildTransforms = { [Key in keyof ChildKinds]?: Transform<ChildArgs<ChildKinds[Key]>> };

/**
 * Children by role, then by their name without that of the component: `nodes.api["get-item"]`,
 * `nodes.vswitch["vswitch-0"]`.
 */
export type Nodes = {
  readonly [Key in keyof ChildKinds]: Readonly<Record<string, ChildResource<ChildKinds[Key]>>>;
};

/** Arguments of every component. */
export interface ComponentArgs {
  /**
   * Overrides arguments or options of children, by role. Transforms run last and are not validated. Resources of your own
   * that have the component as parent are not changed.
   *
   * @default none
   */
  transform?: ChildTransforms;
  /**
   * Whether all children are protected from deletion. With `true`, Pulumi refuses to delete or replace them,
   * and the cloud refuses to release instances and balancers. To delete them, run `pulumi up` with `false`
   * first. If not set, the protection by the cloud does not change.
   *
   * @default protection is neither added nor removed
   */
  protect?: boolean;
}

interface ChildOptions<Args> extends pulumi.CustomResourceOptions {
  /** Arguments of the cloud's own deletion protection, by the component's `protect`. @default none */
  protection?: { on: Partial<Args>; off: Partial<Args> };
}

/** Role, arguments and protection of a resource, for the transformation of the components around it. */
interface Kind {
  role: Role;
  protection: ChildOptions<object>["protection"];
}

const kinds = new WeakMap<pulumi.Resource, Kind>();

/** Options of a child that is looked up. Their parent determines provider, region and aliases. */
export function childOptions<Args>(
  parent: pulumi.Resource,
  role: Role,
  { protection, ...options }: ChildOptions<Args> = {},
): pulumi.CustomResourceOptions {
  const describe: pulumi.ResourceTransformation = ({ resource }) => {
    kinds.set(resource, { role, protection: protection as Kind["protection"] });
    return undefined;
  };
  return pulumi.mergeOptions({ parent, transformations: [describe] }, options);
}

/** Creates a child. Transforms, protection and `nodes` of every component around it apply. */
export function child<Key extends Role>(
  parent: pulumi.Resource,
  role: Key,
  Class: ChildKinds[Key],
  name: string,
  args: ChildArgs<ChildKinds[Key]>,
  options?: ChildOptions<ChildArgs<ChildKinds[Key]>>,
): ChildResource<ChildKinds[Key]> {
  const Created = Class as unknown as new (
    name: string,
    args: object,
    opts: pulumi.CustomResourceOptions,
  ) => ChildResource<ChildKinds[Key]>;
  const inputs = mapValues(args as Record<string, unknown>, convertible);
  return new Created(childName(parent, role, name), inputs, childOptions(parent, role, options));
}

/** Pulumi converts each argument to a string, which fails for an object with a key `toString`, such as a route. */
const convertible = (value: unknown): unknown =>
  isObject(value) && Object.hasOwn(value, "toString") ? pulumi.output(value) : value;

/**
 * Creates a child with a unique place in the cloud: a name, port, path or ID. A replacement needs the same
 * place, so the old resource is deleted first. The engine may replace a resource without asking a provider,
 * as with `pulumi up --replace`.
 */
export const uniqueChild: typeof child = (parent, role, Class, name, args, options) =>
  child(parent, role, Class, name, args, { ...options, deleteBeforeReplace: true });

const registrations = new WeakMap<pulumi.Resource, Registration>();

/** Arguments and options of a child, after all transforms. */
interface Registration {
  args: pulumi.Inputs;
  options: pulumi.CustomResourceOptions;
  /** Whether a transform changed them. */
  isTransformed: boolean;
}

/** Returns the registration of a child. Undefined for a resource that is only looked up. */
export const findRegistration = (child: pulumi.Resource): Registration | undefined =>
  registrations.get(child);

/**
 * Starts the check whether another resource has the name of a new child. Without an engine, there is no
 * account to check. `more`: values that the name is unique with and that the child's arguments do not
 * contain.
 */
export async function checkNames(
  role: UniqueRole,
  child: pulumi.CustomResource,
  more: pulumi.Inputs = {},
): Promise<void> {
  if (!pulumi.runtime.isDryRun() || !pulumi.runtime.hasEngine()) return;
  // Waits until all transforms have run.
  await Promise.resolve();
  const { args, options } = registrations.get(child) ?? {};
  if (args === undefined || options?.import !== undefined) return;
  const provider = options?.provider ?? options?.parent?.getProvider("alicloud:index:Any");
  const { region } = (provider ?? {}) as { region?: pulumi.Output<string> };
  await refuseTakenNames(role, child, { ...args, ...more }, region);
}

/**
 * Options of a component that apply its transforms and protection to its children, and collect these in
 * `nodes`. `packages`: those of the children, in addition to `alicloud`.
 *
 * @throws RunError when the engine has no provider for one of them
 */
export function prepareChildren(
  name: string,
  { transform = {}, protect }: ComponentArgs,
  opts: pulumi.ComponentResourceOptions = {},
  packages: readonly Package[] = [],
): { options: pulumi.ComponentResourceOptions; nodes: Nodes } {
  checkDefaultProviders(name, ["alicloud", ...packages], opts);
  const nodes: Record<string, Record<string, pulumi.Resource>> = {};
  for (const role of roles) nodes[role] = {};
  const apply: pulumi.ResourceTransformation = ({ resource, name: full, props, opts: childOpts }) => {
    const kind = kinds.get(resource);
    if (kind === undefined) return undefined;
    const { role, protection } = kind;
    const children = nodes[role] ?? {};
    nodes[role] = children;
    children[full.startsWith(`${name}-`) ? full.slice(name.length + 1) : full] = resource;
    // A resource that is only looked up has no arguments.
    if (childOpts.id !== undefined) return undefined;
    const own = protect === undefined ? {} : protection?.[protect ? "on" : "off"];
    const change = transform[role] as Transform<object> | undefined;
    const [, args, options] = transformed(change, full, { ...props, ...own }, childOpts);
    const isFirst = !registrations.has(resource);
    const isTransformed = change !== undefined || registrations.get(resource)?.isTransformed === true;
    registrations.set(resource, { args, options, isTransformed });
    if (isFirst && isUniqueRole(role) && role !== "customDomain")
      void checkNames(role, resource as pulumi.CustomResource);
    return { props: args, opts: options };
  };
  const options = pulumi.mergeOptions(opts, {
    transformations: [apply],
    // An undefined option would replace that of the program.
    ...(protect !== undefined && { protect }),
  });
  return { options, nodes: nodes as unknown as Nodes };
}
