import { posix } from "node:path";

/** Refusal of a path that does not start at the guest's root. */
export class GuestPathError extends Error {}

/** Where Nginx of the guest looks for its configuration, and for relative paths in it. */
export const GUEST_CONF_DIR = "/etc/nginx";
export const GUEST_PREFIX = "/usr/share/nginx";

/**
 * The path on this computer of a path in an instance. `..` cannot climb out of the instance's root,
 * as it cannot climb out of `/` on a machine of its own.
 */
export function hostPath(root: string, guestPath: string): string {
  if (!guestPath.startsWith("/")) throw new GuestPathError(`"${guestPath}" is not an absolute path`);
  return posix.join(root, posix.normalize(guestPath));
}
