import { requireRoute } from "../cloudapi/dynamicProgram";
import { type ChildSettings, childTypes } from "./children";
import { checkShape, type Inside, type KeysOf } from "./keys";
import { type Mistakes, resolveOrThrow } from "./mistakes";
import { checkTags, type Tags } from "./options";

/** What every part may be told, whatever it is. */
type PartArgs = ChildSettings & { tags?: Tags };

/** Keys of {@link ChildSettings}. */
export const childSettingsKeys: KeysOf<ChildSettings> = { transform: "settings?", protect: "boolean?" };

const childKeys = Object.fromEntries(Object.keys(childTypes).map((role) => [role, "settings or function?"]));

/**
 * Resolves the arguments of a part with a function that notes mistakes, after the checks that are the same for all
 * parts: unknown and missing keys, wrong types, kinds of children that do not exist, and tags of those that take any.
 * The function is given well-typed arguments, whatever the program gave: see {@link checkShape}.
 *
 * @throws ArgumentMistakesError when there is any mistake
 * @throws RunError when the dynamic provider could not load this package
 */
export function resolvePart<Args extends PartArgs, T>(
  part: {
    type: string;
    name: string;
    args: Args;
    keys: KeysOf<Args>;
    inside?: Readonly<Record<string, Inside>>;
  },
  resolve: (mistakes: Mistakes, args: Args) => T,
): T {
  const { type, name, keys, inside } = part;
  // Fails before the first resource is registered, and not only when a dynamic resource is.
  requireRoute();
  return resolveOrThrow(`${type} ${name}`, (mistakes) => {
    // A JavaScript program may leave them out.
    const given = part.args ?? ({} as Args);
    const shape = { keys, inside: { ...inside, transform: { keys: childKeys } } };
    const args = checkShape(given, shape, mistakes);
    if (Object.hasOwn(keys, "tags")) checkTags(args.tags, mistakes);
    return resolve(mistakes, args);
  });
}
