import { posix } from "node:path";

/** Error for a path that does not start at the root of the guest. */
export class GuestPathError extends Error {}

/** Folder in which the guest's Nginx looks for its configuration and resolves relative paths. */
export const GUEST_CONF_DIR = "/etc/nginx";
export const GUEST_PREFIX = "/usr/share/nginx";

/**
 * Converts a path of an instance to a path of this computer. `..` cannot leave the root folder of the instance, as it
 * cannot leave `/` on a real machine.
 */
export function hostPath(root: string, guestPath: string): string {
  if (!guestPath.startsWith("/")) throw new GuestPathError(`"${guestPath}" is not an absolute path`);
  return posix.join(root, posix.normalize(guestPath));
}
