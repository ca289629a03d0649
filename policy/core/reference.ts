import type { Stack, StackResource } from "./stack";
import { isUnknown } from "./values";

/** What a property refers to. */
export interface Reference {
  /** Whether the property certainly refers to the targets (or, without targets, to nothing in the stack). */
  readonly isCertain: boolean;
  /** When it is not certain: the candidates. Without any, the property may refer to any resource. */
  readonly targets: readonly StackResource[];
}

/**
 * Resolves a property that may refer to resources of several types: by value, else by dependency. An unknown value is
 * certain only if a single dependency is a candidate. If no direct dependency is, those one step further are used: a
 * listener depends on its balancer, for example.
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
  if (!isUnknown(resource.get(property))) return { isCertain: direct.length < 2, targets: direct };
  const targets =
    direct.length > 0
      ? direct
      : [...new Set(dependencies.flatMap((it) => it.allDependencies()).filter(isCandidate))];
  return { isCertain: targets.length === 1, targets };
}
