import { requireRoute } from "../dynamic/program";
import { checkShape, type Inside, type KeysOf } from "../validation/parse";
import { type Problems, resolveOrThrow } from "../validation/problems";
import { type ComponentArgs, childTypes } from "./children";
import { checkKnownOutputs } from "./knownOutputs";
import { checkTags, type Tags } from "./options";

/** What every part may be told, whatever it is. */
type PartArgs = ComponentArgs & { tags?: Tags };

/** Keys of {@link ComponentArgs}. */
export const componentKeys: KeysOf<ComponentArgs> = { transform: "settings?", protect: "boolean?" };

const childKeys = Object.fromEntries(Object.keys(childTypes).map((role) => [role, "settings or function?"]));

/**
 * Resolves the arguments of a part with a function that notes problems, after the checks that are the same for all
 * parts: unknown and missing keys, wrong types, kinds of children that do not exist, and tags of those that take any.
 * The function is given well-typed arguments, whatever the program gave: see {@link checkShape}. It is called again with
 * the values of Outputs, when they are known: see {@link checkKnownOutputs}.
 *
 * @throws ArgumentError when there is any problem
 * @throws RunError when the dynamic provider could not load this package
 */
export function resolvePart<Args extends PartArgs, T>(
  part: {
    type: string;
    name: string;
    args: Args;
    keys: KeysOf<Args>;
    inside?: Readonly<Record<string, Inside>>;
    texts?: readonly string[];
  },
  resolve: (problems: Problems, args: Args) => T,
): T {
  const { type, name, keys, inside, texts = [] } = part;
  // Fails before the first resource is registered, and not only when a dynamic resource is.
  requireRoute();
  const component = `${type} ${name}`;
  const check = (given: Args, problems: Problems): T => {
    const shape = { keys, texts, inside: { ...inside, transform: { keys: childKeys } } };
    const args = checkShape(given, shape, problems);
    if (Object.hasOwn(keys, "tags")) checkTags(args.tags, problems);
    return resolve(problems, args);
  };
  // A JavaScript program may leave them out.
  const args = part.args ?? ({} as Args);
  const resolved = resolveOrThrow(component, (problems) => check(args, problems));
  checkKnownOutputs(args, component, (known, problems) => check(known as Args, problems));
  return resolved;
}
