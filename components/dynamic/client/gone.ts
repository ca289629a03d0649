import { codeOf } from "./calls";
import { PartlyDone } from "./partlyDone";

/** What to do where the cloud does not have something that the state has. */
export const goneRemedy =
  "It was deleted outside of Pulumi. Run `pulumi refresh`, then `pulumi up`: what is gone is created again.";

/** Says that something of the state is gone. */
export const goneWords = (what: string): string => `${what} no longer exists. ${goneRemedy}`;

/** Says that a group is looked for in a region that it is not in: the engine moves nothing to another region. */
export const movedWords = (groupId: string, from: string, to: string): string =>
  `region: API group ${groupId} is in ${from}, and the provider is now in ${to}. Pulumi does not move resources to ` +
  "another region. Set the region back, or run `pulumi destroy` before you change it, or use another stack.";

/** Codes of the service for what a call refers to and the service does not have. Not that of a certificate. */
const goneCode =
  /^(NotFound(ApiGroup|Api|App|Stage|Instance|Vpc\w*|Plugin|Domain)|InvalidGroupId\.NotFound)$/;

/** Adds to an error of the service what to do, where it refers to something that is gone. */
export function explained(error: unknown): unknown {
  if (error instanceof PartlyDone) {
    return new PartlyDone(error.id, error.properties, explained(error.cause));
  }
  if (!(error instanceof Error) || !goneCode.test(codeOf(error))) return error;
  return Object.assign(new Error(`${error.message}. ${goneRemedy}`, { cause: error }), {
    code: codeOf(error),
  });
}
