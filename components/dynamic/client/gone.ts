import { readErrorCode } from "./calls";
import { PartlyDone } from "./partlyDone";

/** Fix if a resource in the state does not exist in the cloud. */
const missingFix =
  "It was deleted outside of Pulumi. Run `pulumi refresh`, then `pulumi up` to create it again.";

export const describeMissing = (what: string): string => `${what} no longer exists. ${missingFix}`;

/** Reports that a group is in another region: the engine cannot move it. */
export const describeMoved = (groupId: string, from: string, to: string): string =>
  `region: API group ${groupId} is in ${from}, and the provider is now in ${to}. Pulumi does not move resources to ` +
  "another region. Set the region back, or run `pulumi destroy` before you change it, or use another stack.";

/**
 * Error codes of the service for a referenced resource that does not exist. Does not include that of a
 * certificate.
 */
const goneCode =
  /^(NotFound(ApiGroup|Api|App|Stage|Instance|Vpc\w*|Plugin|Domain)|InvalidGroupId\.NotFound)$/;

/** Adds the fix to an error of the service that refers to a missing resource. */
export function explained(error: unknown): unknown {
  if (error instanceof PartlyDone) {
    return new PartlyDone(error.id, error.properties, explained(error.cause));
  }
  if (!(error instanceof Error) || !goneCode.test(readErrorCode(error))) return error;
  return Object.assign(new Error(`${error.message}. ${missingFix}`, { cause: error }), {
    code: readErrorCode(error),
  });
}
