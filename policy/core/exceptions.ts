import { isUnknown } from "./facts";
import { complies, provided, type Verdict } from "./verdict";

/**
 * A verdict on a resource that an option may leave out by its name. While a name is not known yet, nobody can tell
 * whether it is one of those, so that what violates is not decided; unless the option names none.
 *
 * @param names what the resource is called, by property
 */
export function unlessNamed(
  option: string,
  listed: readonly string[],
  names: Readonly<Record<string, unknown>>,
  verdict: () => Verdict,
): Verdict {
  const each = Object.entries(names);
  if (each.some(([, name]) => typeof name === "string" && listed.includes(name))) return complies;
  const open = listed.length === 0 ? undefined : each.find(([, name]) => isUnknown(name))?.[0];
  return provided(
    open === undefined,
    verdict(),
    `${open} is not known yet, and may be one of those in ${option}`,
  );
}
