import type * as pulumi from "@pulumi/pulumi";
import { ProgramError } from "../validation/programError";
import { findOwner } from "./claims";
import { createPerRun } from "./run";

/** A component, as the names of its children need it. */
interface NamedComponent {
  name: string;
  /** Type and name of the component that the program creates: the VpcApi for children of a VpcApi. */
  owner: string;
  /** Types of the component and its parents, which are part of the URN of a child. */
  types: string;
}

const components = new WeakMap<pulumi.Resource, NamedComponent>();

/** Registers the prefix of the names of a component's children. */
export function setComponentName(
  component: pulumi.Resource,
  type: string,
  name: string,
  opts: pulumi.ComponentResourceOptions,
): void {
  const types = listTypes(component).join("$");
  components.set(component, { name, owner: findOwner(`${type} ${name}`, opts), types });
}

function listTypes(resource: pulumi.Resource | undefined): string[] {
  if (resource === undefined) return [];
  // The SDK has these properties but does not declare them.
  const { __pulumiType: type, __parentResource: parent } = resource as unknown as {
    __pulumiType: string;
    __parentResource?: pulumi.Resource;
  };
  return [...listTypes(parent), type];
}

/** Owners of the children of a run, by what the engine identifies a child by. */
const listOwners = createPerRun(() => new Map<string, string>());

/**
 * Returns the name of a new child in the program. A hyphen joins the names of component and child, and both may contain
 * hyphens: child `api-list` of `shop` and child `list` of `shop-api` have the same name.
 *
 * @throws ProgramError if a child of another component has the name, for which the engine reports a duplicate URN
 */
export function childName(parent: pulumi.Resource, role: string, name: string): string {
  const { name: prefix, owner, types } = components.get(parent) as NamedComponent;
  const full = `${prefix}-${name}`;
  const owners = listOwners();
  const key = `${types}$${role}::${full}`;
  const other = owners.get(key) ?? owner;
  // For two components of the same name, the message of the engine is clear.
  if (other !== owner) throw new ProgramError(sameName(role, full, owner, other));
  owners.set(key, owner);
  return full;
}

function sameName(role: string, full: string, owner: string, other: string): string {
  const key = withoutPrefix(full, owner);
  const otherKey = withoutPrefix(full, other);
  const renameRoute = role === "api" ? `, or the route "${key}" or "${otherKey}"` : "";
  return (
    `${owner}: nodes.${role}["${key}"] has the resource name "${full}", which nodes.${role}["${otherKey}"] of ` +
    `${other} also has. Rename one of the components${renameRoute}.`
  );
}

/** Key of a child in the `nodes` of its owner. */
function withoutPrefix(full: string, owner: string): string {
  const prefix = `${owner.slice(owner.indexOf(" ") + 1)}-`;
  return full.startsWith(prefix) ? full.slice(prefix.length) : full;
}
