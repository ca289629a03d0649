import { addToList } from "../../core/lists";
import { resolveReference } from "../../core/reference";
import type { Stack, StackResource } from "../../core/stack";

/** The resources of a type, indexed by the resource that a property names. */
export class NamingIndex {
  private readonly certain = new Map<StackResource, StackResource[]>();
  private readonly possible = new Set<StackResource>();
  /** Whether a resource may name any target. */
  private isOpen = false;

  constructor(stack: Stack, type: string, property: string, targetType: string) {
    for (const resource of stack.ofType(type)) {
      const { isCertain, targets } = resolveReference(stack, resource, property, { [targetType]: ["id"] });
      for (const target of targets) {
        if (isCertain) addToList(this.certain, target, resource);
        else this.possible.add(target);
      }
      if (!isCertain && targets.length === 0) this.isOpen = true;
    }
  }

  /** Returns the resources that name a target, and whether others may name it. */
  find(target: StackResource) {
    return { certain: this.certain.get(target) ?? [], isPossible: this.isOpen || this.possible.has(target) };
  }
}
