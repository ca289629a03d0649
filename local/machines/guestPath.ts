import { posix } from "node:path";

/** Refusal of a path that does not start at the guest's root. */
export class GuestPathError extends Error {}

/**
 * The path on this computer of a path in an instance. `..` cannot climb out of the instance's root,
 * as it cannot climb out of `/` on a machine of its own.
 */
export function hostPath(root: string, guestPath: string): string {
  if (!guestPath.startsWith("/")) throw new GuestPathError(`"${guestPath}" is not an absolute path`);
  return posix.join(root, posix.normalize(guestPath));
}
