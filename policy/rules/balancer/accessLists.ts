import { isWorld } from "../../core/cidr";
import { isUnknown } from "../../core/facts";
import type { ResourceFacts } from "../../core/rule";
import { all, complies, type Verdict, violates, whenKnown } from "../../core/verdict";

/** Whether no entry of a list, at a path of texts or of objects with `entry`, is the whole Internet. */
export function entriesVerdict(list: ResourceFacts, path: string): Verdict {
  return whenKnown(path, list.at(path), (found) => {
    const entries = Array.isArray(found) ? (found as unknown[]) : [found];
    return all(
      entries.map((one, index) => {
        const property = Array.isArray(found) ? `${path}[${index}]` : path;
        const entry =
          typeof one === "object" && one !== null && !isUnknown(one)
            ? (one as { entry?: unknown }).entry
            : one;
        return whenKnown(property, entry, (seen) =>
          typeof seen === "string" && isWorld(seen)
            ? violates({ property, seen, wanted: "less than the whole Internet" })
            : complies,
        );
      }),
    );
  });
}
