import type { ResourceView } from "../../core/rule";
import { isUnknown } from "../../core/values";

/** Returns the CIDR blocks of a prefix list; they may be unknown at preview. */
export function listCidrs(list: ResourceView): readonly unknown[] {
  const entries = list.get("entries");
  if (isUnknown(entries)) return [entries];
  return (Array.isArray(entries) ? (entries as unknown[]) : []).map((entry) =>
    isUnknown(entry) ? entry : (entry as { cidr?: unknown }).cidr,
  );
}
