import { isUnknown } from "./values";
import { complies, decideIf, type Verdict } from "./verdict";

/**
 * Evaluates a resource unless an option lists it by name. While a name is unknown at preview, the resource may be one of
 * those listed, so violations are undecided; unless the option lists none.
 *
 * @param names names of the resource, by property
 */
export function unlessListed(
  option: string,
  listed: readonly string[],
  names: Readonly<Record<string, unknown>>,
  verdict: () => Verdict,
): Verdict {
  const each = Object.entries(names);
  if (each.some(([, name]) => typeof name === "string" && listed.includes(name))) return complies;
  const unknownName = listed.length === 0 ? undefined : each.find(([, name]) => isUnknown(name))?.[0];
  return decideIf(
    unknownName === undefined,
    verdict(),
    `${unknownName} is unknown at preview, and may be listed in ${option}`,
  );
}
