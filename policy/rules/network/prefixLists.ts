import { isUnknown } from "../../core/facts";
import type { ResourceFacts } from "../../core/rule";

/** The blocks of a prefix list: texts, and Unknown for what is not known yet. */
export function entriesOf(list: ResourceFacts): readonly unknown[] {
  const entries = list.at("entries");
  if (isUnknown(entries)) return [entries];
  return (Array.isArray(entries) ? (entries as unknown[]) : []).map((entry) =>
    isUnknown(entry) ? entry : (entry as { cidr?: unknown }).cidr,
  );
}
