import { isWorld } from "../../core/cidr";
import { type ResourceRule, type ResourceView, resourceRule } from "../../core/rule";
import { isUnknown } from "../../core/values";
import { all, complies, type Verdict, violates, whenKnown } from "../../core/verdict";

/** Creates the rule that an access control list, or an entry of one, does not contain the whole Internet. */
export const accessListRule = (
  about: Pick<ResourceRule, "name" | "title" | "description" | "tags" | "type"> & {
    /** Paths of the entries: a string, or a list of objects with `entry`. */
    readonly paths: readonly string[];
  },
  propsWith: (entry: string) => Readonly<Record<string, unknown>>,
): ResourceRule => {
  const { paths, type, ...own } = about;
  const list = (entry: string) => [{ type, name: "offices", props: propsWith(entry) }];
  return resourceRule({
    ...own,
    why:
      "An access control list that contains the whole Internet allows everybody, whatever its other entries " +
      "are.",
    severity: "high",
    level: "advisory",
    hint: "Use the addresses or CIDR blocks of the clients that may connect.",
    type,
    reads: { [type]: paths },
    options: {},
    evaluate: (facts) => all(paths.map((path) => checkEntries(facts, path.replace("[].entry", "")))),
    examples: { fails: list("0.0.0.0/0"), passes: list("203.0.113.0/24") },
  });
};

/** Checks that no entry at a path is the whole Internet. */
function checkEntries(list: ResourceView, path: string): Verdict {
  return whenKnown(path, list.get(path), (found) => {
    const entries = Array.isArray(found) ? (found as unknown[]) : [found];
    return all(
      entries.map((one, index) => {
        const property = Array.isArray(found) ? `${path}[${index}]` : path;
        const entry =
          typeof one === "object" && one !== null && !isUnknown(one)
            ? (one as { entry?: unknown }).entry
            : one;
        return whenKnown(property, entry, (actual) =>
          typeof actual === "string" && isWorld(actual)
            ? violates({ property, actual, expected: "a block smaller than 1/16 of the Internet" })
            : complies,
        );
      }),
    );
  });
}
