import { isWorld } from "../../core/cidr";
import { isUnknown } from "../../core/facts";
import { type ResourceFacts, type ResourceRule, resourceRule } from "../../core/rule";
import { all, complies, type Verdict, violates, whenKnown } from "../../core/verdict";

/** The rule on access lists, or their entries, that they do not let everybody in. */
export const accessListRule = (
  about: Pick<ResourceRule, "name" | "title" | "description" | "tags" | "type"> & {
    /** Where the entries are: a text, or a list of objects with `entry`. */
    readonly paths: readonly string[];
  },
  propsWith: (entry: string) => Readonly<Record<string, unknown>>,
): ResourceRule => {
  const { paths, type, ...own } = about;
  const list = (entry: string) => [{ type, name: "offices", props: propsWith(entry) }];
  return resourceRule({
    ...own,
    why: "A list with the whole Internet in it lets everybody in, whatever else it has.",
    severity: "high",
    level: "advisory",
    remedy: "Name those who may call, by address or block.",
    type,
    reads: { [type]: paths },
    options: {},
    judge: (facts) => all(paths.map((path) => entriesVerdict(facts, path.replace("[].entry", "")))),
    examples: { fails: list("0.0.0.0/0"), passes: list("203.0.113.0/24") },
  });
};

/** Whether no entry of a list, at a path of texts or of objects with `entry`, is the whole Internet. */
function entriesVerdict(list: ResourceFacts, path: string): Verdict {
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
