import { requireRoute } from "../cloudapi/dynamicProgram";
import { type ChildSettings, childTypes } from "./children";
import { checkKeys, type KeysOf } from "./keys";
import { isSettings } from "./kinds";
import { type Mistakes, resolveOrThrow } from "./mistakes";
import { checkTags, type Tags } from "./options";

/** What every part may be told, whatever it is. */
type PartArgs = ChildSettings & { tags?: Tags };

/** Keys of {@link ChildSettings}. */
export const childSettingsKeys: KeysOf<ChildSettings> = { transform: "settings?", protect: "boolean?" };

const childKeys = Object.fromEntries(Object.keys(childTypes).map((role) => [role, "settings or function?"]));

/**
 * Resolves the arguments of a part with a function that notes mistakes, after the checks that are the same for all
 * parts: unknown and missing keys, kinds of children that do not exist, and tags of those that take any.
 *
 * @throws ArgumentMistakesError when there is any mistake
 * @throws RunError when the dynamic provider could not load this package
 */
export function resolvePart<Args extends PartArgs, T>(
  part: { type: string; name: string; args: Args; keys: KeysOf<Args> },
  resolve: (mistakes: Mistakes) => T,
): T {
  const { type, name, args, keys } = part;
  // Fails before the first resource is registered, and not only when a dynamic resource is.
  requireRoute();
  return resolveOrThrow(`${type} ${name}`, (mistakes) => {
    checkKeys(args, keys, mistakes);
    if (isSettings(args)) {
      if (args.transform !== undefined) checkKeys(args.transform, childKeys, mistakes.under("transform"));
      if (Object.hasOwn(keys, "tags")) checkTags(args.tags, mistakes);
    }
    return resolve(mistakes);
  });
}
