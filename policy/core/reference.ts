import type { Stack, StackResource } from "./stack";
import { isUnknown } from "./values";

/** What a property refers to. */
export interface Reference {
  /** Whether the property certainly refers to the targets (or, without targets, to nothing in the stack). */
  readonly isCertain: boolean;
  /** When it is not certain: the candidates. Without any, the property may refer to any resource. */
  readonly targets: readonly StackResource[];
  /** Name of the resource that it refers to, if that is only read, such as by `.get`. Then there are no targets. */
  readonly unread?: string;
}

/**
 * Resolves a property that may refer to resources of several types: by value, else by dependency. An unknown value is
 * certain only if a single dependency is a candidate. If no direct dependency is, those one step further are used: a
 * listener depends on its balancer, for example. A known value that no resource has may be that of a resource whose id or
 * address is unknown at preview.
 *
 * @param types candidate types, and the paths of each that the value is compared with
 */
export function resolveReference(
  stack: Stack,
  resource: StackResource,
  property: string,
  types: Readonly<Record<string, readonly string[]>>,
): Reference {
  const matches = Object.entries(types).flatMap(([type, paths]) =>
    stack.findByProperty(resource, property, type, paths),
  );
  if (matches.length > 0) return { isCertain: true, targets: matches };
  const dependencies = resource.dependencies(property);
  const isCandidate = ({ type }: StackResource) => type in types;
  const direct = dependencies.filter(isCandidate);
  const [unread] = resource.unreadDependencies(property, new Set(Object.keys(types)));
  if (direct.length === 0 && unread !== undefined) return { isCertain: true, targets: [], unread };
  const value = resource.get(property);
  if (!isUnknown(value)) {
    if (direct.length > 0) return { isCertain: direct.length < 2, targets: direct };
    const possible = Object.entries(types).flatMap(([type, paths]) =>
      paths.flatMap((path) => stack.findPossible(resource, value, type, path)),
    );
    return { isCertain: possible.length === 0, targets: [...new Set(possible)] };
  }
  const targets =
    direct.length > 0
      ? direct
      : [...new Set(dependencies.flatMap((it) => it.allDependencies()).filter(isCandidate))];
  return { isCertain: targets.length === 1, targets };
}
