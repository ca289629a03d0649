import * as pulumi from "@pulumi/pulumi";
import { shapes } from "../validation/shapes";
import type { Package } from "./defaultProviders";
import { checkDefaultProviders } from "./defaultProviders";
import { isUniqueRole, refuseTakenNames } from "./takenNames";
import { type Transform, transformed } from "./transform";
import type { UniqueRole } from "./uniqueRoles";

/** Kinds of children by role, each with its class. A component adds the kinds that it creates. */
// biome-ignore lint/suspicious/noEmptyInterface: the files that create children add to it.
export interface ChildKinds {}

type Role = keyof ChildKinds;

/** The roles, as the shape of `transform` has them. */
const roles = Object.keys(shapes.ChildTransforms ?? {});

type ArgsOf<Kind> = Kind extends new (
  name: string,
  args: infer Args,
  opts?: pulumi.CustomResourceOptions,
) => unknown
  ? NonNullable<Args> & object
  : never;
type ResourceOf<Kind> = Kind extends new (...args: never[]) => infer Made ? Made : never;

/** Changes of children by their role, made last, after every default. See {@link Transform}. */
export type ChildTransforms = { [Key in keyof ChildKinds]?: Transform<ArgsOf<ChildKinds[Key]>> };

/**
 * Children by role, and under it by their name without that of the component: `nodes.api["get-item"]`,
 * `nodes.vswitch["vswitch-0"]`.
 */
export type Nodes = {
  readonly [Key in keyof ChildKinds]: Readonly<Record<string, ResourceOf<ChildKinds[Key]>>>;
};

/** Arguments that every component has. */
export interface ComponentArgs {
  /**
   * Changes of single kinds of children, made last. Resources of your own that have the component as parent are not
   * changed.
   *
   * @default none
   */
  transform?: ChildTransforms;
  /**
   * Protects everything from deletion: Pulumi refuses to delete or replace it, and the cloud refuses to release
   * instances and balancers. To delete it after all, run `pulumi up` with `false` first: left out, it changes nothing
   * that the cloud protects.
   *
   * @default neither protects nor takes protection away
   */
  protect?: boolean;
}

/** Options of a child. */
export interface ChildOptions<Args> extends pulumi.CustomResourceOptions {
  /** Arguments of the cloud's own protection against deletion, by the component's `protect`. @default it has none */
  protection?: { on: Partial<Args>; off: Partial<Args> };
}

/** What `child` says about a resource, for the transformation of the components that it is in. */
interface Kind {
  role: Role;
  protection: ChildOptions<object>["protection"];
}

const kinds = new WeakMap<pulumi.Resource, Kind>();
const componentNames = new WeakMap<pulumi.Resource, string>();

/** Lets the children of a component have names that begin with its own. */
export const setComponentName = (component: pulumi.Resource, name: string): void => {
  componentNames.set(component, name);
};

/**
 * Options of a child of a component, for a resource that is looked up.
 *
 * @returns Options with the parent; provider, region and aliases follow from it
 */
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

/**
 * Creates a child of a component: with the component's name in front, and with the transforms, the protection and the
 * `nodes` of every component that it is in.
 *
 * Set `deleteBeforeReplace` where a replacement takes the place of the old resource in the cloud: both have the same
 * name, port, path or id there, so the cloud refuses to create the new one first, or the deletion of the old one takes it
 * away again. The engine may replace a resource without asking a provider, as with `pulumi up --replace`.
 */
export function child<Key extends Role>(
  parent: pulumi.Resource,
  role: Key,
  Class: ChildKinds[Key],
  name: string,
  args: ArgsOf<ChildKinds[Key]>,
  options?: ChildOptions<ArgsOf<ChildKinds[Key]>>,
): ResourceOf<ChildKinds[Key]> {
  const Created = Class as unknown as new (
    name: string,
    args: object,
    opts: pulumi.CustomResourceOptions,
  ) => ResourceOf<ChildKinds[Key]>;
  return new Created(childName(parent, name), args, childOptions(parent, role, options));
}

/** The name of a child in the program. */
export const childName = (parent: pulumi.Resource, name: string): string =>
  `${componentNames.get(parent)}-${name}`;

/** What children were registered with, after every transform of the components that they are in. */
const registrations = new WeakMap<pulumi.Resource, Registration>();

/** Arguments and options of a child, after every transform. */
export interface Registration {
  args: pulumi.Inputs;
  options: pulumi.CustomResourceOptions;
  /** Whether a transform has changed them. */
  isTransformed: boolean;
}

/** Finds what a child was registered with; undefined for a resource that is only looked up. */
export const findRegistration = (child: pulumi.Resource): Registration | undefined =>
  registrations.get(child);

/** Finds the arguments that a child was registered with, when a transform has changed them. */
export function findChangedArgs(child: pulumi.Resource): pulumi.Inputs | undefined {
  const registration = registrations.get(child);
  return registration?.isTransformed ? registration.args : undefined;
}

/**
 * Lets a preview look whether somebody else has the name of a child that is to be created. Without an engine, as in
 * tests with mocks, there is no account to look into.
 *
 * @param more what the child's own arguments do not say, and its name is unique with
 */
export async function checkNames(
  role: UniqueRole,
  child: pulumi.CustomResource,
  more: pulumi.Inputs = {},
): Promise<void> {
  if (!pulumi.runtime.isDryRun() || !pulumi.runtime.hasEngine()) return;
  // Every transform has run by then.
  await Promise.resolve();
  const { args, options } = registrations.get(child) ?? {};
  if (args === undefined || options?.import !== undefined) return;
  const provider = options?.provider ?? options?.parent?.getProvider("alicloud:index:Any");
  const { region } = (provider ?? {}) as { region?: pulumi.Output<string> };
  await refuseTakenNames(role, child, { ...args, ...more }, region);
}

/**
 * Options of a component that reach every child: they apply its arguments, and gather the children in `nodes`.
 *
 * @param name name of the component, which the names of its children begin with
 * @param packages packages that children are of, besides `alicloud`
 * @throws RunError when the engine has no provider for one of them
 */
export function prepareChildren(
  name: string,
  { transform = {}, protect }: ComponentArgs,
  opts: pulumi.ComponentResourceOptions = {},
  packages: readonly Package[] = [],
): { options: pulumi.ComponentResourceOptions; nodes: Nodes } {
  checkDefaultProviders(name, ["alicloud", ...packages], opts);
  const nodes: Record<string, Record<string, pulumi.Resource>> = Object.fromEntries(
    roles.map((role) => [role, {}]),
  );
  const apply: pulumi.ResourceTransformation = ({ resource, name: full, props, opts: given }) => {
    const kind = kinds.get(resource);
    if (kind === undefined) return undefined;
    const { role, protection } = kind;
    const children = nodes[role] ?? {};
    nodes[role] = children;
    children[full.startsWith(`${name}-`) ? full.slice(name.length + 1) : full] = resource;
    // What is only looked up has no arguments.
    if (given.id !== undefined) return undefined;
    const own = protect === undefined ? {} : protection?.[protect ? "on" : "off"];
    const change = transform[role] as Transform<object> | undefined;
    const [, args, options] = transformed(change, full, { ...props, ...own }, given);
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
