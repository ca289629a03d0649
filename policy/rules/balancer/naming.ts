import { resolveReference } from "../../core/reference";
import type { Stack, StackResource } from "../../core/stack";

/** Finds the resources of a type whose property names a resource, and those whose property may name it. */
export function findNaming(stack: Stack, type: string, property: string, target: StackResource) {
  const certain: StackResource[] = [];
  const possible: StackResource[] = [];
  for (const resource of stack.ofType(type)) {
    const { isCertain, targets } = resolveReference(stack, resource, property, { [target.type]: ["id"] });
    if (targets.includes(target)) (isCertain ? certain : possible).push(resource);
    else if (!isCertain && targets.length === 0) possible.push(resource);
  }
  return { certain, possible };
}
