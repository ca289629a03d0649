import { isUnknown } from "./facts";
import type { Node, Stack } from "./stack";

/** What a property leads to, of several types of resources. */
export interface Reference {
  /** Whether it leads to the targets, or to none when there are none; else nobody can tell yet. */
  readonly isSure: boolean;
  /** When it is not sure, those of which it may be one; none when it may be any. */
  readonly targets: readonly Node[];
}

/**
 * Where a property leads: by what it equals; else by what it comes from, of which a value that is not known yet must
 * leave one choice alone. One step further back is looked as well, as a listener knows its balancer.
 *
 * @param types the types that it can lead to, and the paths of each that it may equal
 */
export function referenceOf(
  stack: Stack,
  node: Node,
  property: string,
  types: Readonly<Record<string, readonly string[]>>,
): Reference {
  const named = Object.entries(types).flatMap(([type, paths]) => stack.named(node, property, type, paths));
  if (named.length > 0) return { isSure: true, targets: named };
  const sources = node.from(property);
  const isTarget = ({ type }: Node) => type in types;
  const direct = sources.filter(isTarget);
  if (!isUnknown(node.at(property))) return { isSure: direct.length < 2, targets: direct };
  const targets = direct.length > 0 ? direct : unique(sources.flatMap((it) => it.sources()).filter(isTarget));
  return { isSure: targets.length === 1, targets };
}

const unique = (nodes: readonly Node[]): Node[] => [...new Set(nodes)];
