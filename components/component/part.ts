import { requireRoute } from "../dynamic/program";
import { parse } from "../validation/parse";
import { type Problems, resolveOrThrow } from "../validation/problems";
import { checkKnownOutputs } from "./knownOutputs";
import { checkTags, type Tags } from "./options";

/**
 * Parses the arguments of a component by their declared type, and resolves them with a function that reports problems.
 * The function gets arguments of the declared type, whatever the program passed: see {@link parse}. It is called again
 * with the values of Outputs, when they are known: see {@link checkKnownOutputs}.
 *
 * @throws ArgumentError when there is any problem
 * @throws RunError when the dynamic provider could not load this package
 */
export function resolvePart<Args extends object, T>(
  { type, name, args: given }: { type: string; name: string; args: Args },
  resolve: (problems: Problems, args: Args) => T,
): T {
  // Fails before the first resource is registered, and not only when a dynamic resource is.
  requireRoute();
  const component = `${type} ${name}`;
  const check = (unparsed: Args, problems: Problems): T => {
    const args = parse(unparsed, `${type}Args`, problems);
    checkTags((args as { tags?: Tags }).tags, problems);
    return resolve(problems, args);
  };
  // A JavaScript program may leave them out.
  const args = given ?? ({} as Args);
  const resolved = resolveOrThrow(component, (problems) => check(args, problems));
  checkKnownOutputs(args, component, (known, problems) => check(known as Args, problems));
  return resolved;
}
