import { resolveReference } from "../../core/reference";
import type { Stack, StackResource } from "../../core/stack";
import { collectStrings, hasUnknown } from "../../core/values";

/** A resource of the stack, or the ID of one of another stack. */
export type Target = StackResource | string;

/** Resolves a property, or the elements of a list, to resources and IDs. */
export function resolveTargets(
  stack: Stack,
  node: StackResource,
  property: string,
  types: readonly string[],
): readonly Target[] {
  const value = node.get(property);
  const texts = collectStrings(value);
  const resources = texts.flatMap((text) =>
    types.flatMap((type) => stack.findByValue(node, text, type, "id")),
  );
  if (!hasUnknown(value)) return [...resources, ...texts];
  if (Array.isArray(value))
    return [
      ...resources,
      ...texts,
      ...node.dependencies(property).filter(({ type }) => types.includes(type)),
    ];
  const paths = Object.fromEntries(types.map((type) => [type, ["id"]]));
  const { isCertain, targets } = resolveReference(stack, node, property, paths);
  return isCertain ? targets : [];
}
