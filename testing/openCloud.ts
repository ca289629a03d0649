import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type LocalCloud, startLocalCloud } from "../local/cloud";
import { locateBundle, writeAuthorities } from "./authorities";
import { locateHome } from "./home";

/** A local cloud in this process, and the certificate authorities that its clients trust. */
export interface OpenCloud extends LocalCloud {
  /**
   * Path of a file for `SSL_CERT_FILE`: the certificates of this machine's authorities and of the local cloud's
   * authority.
   */
  caBundle: string;
}

/**
 * Runs a local cloud in this process.
 *
 * @param port - port of the control plane; the gateway uses the next two ports; with 0, the system chooses free ports
 * @param realistic - delays of the real cloud; default: changes take effect at once
 * @throws if a port or the folder is in use, the saved state is damaged, or Nginx is not installed
 */
export async function openCloud(
  dataDir: string,
  port: number,
  log: (line: string) => void,
  realistic?: { seed: number },
): Promise<OpenCloud> {
  const cloud = await startLocalCloud({
    ...{ dataDir, port, nginxDir: join(locateHome(), "nginx"), log },
    ...(realistic && { realistic }),
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EADDRINUSE") throw error;
    throw new Error(
      `One of the ports ${port} to ${port + 2} of 127.0.0.1 is in use. Use another one, or 0 for free ones.`,
    );
  });
  const caBundle = locateBundle(dataDir);
  writeAuthorities(caBundle, readFileSync(cloud.ca, "utf8"));
  return { ...cloud, caBundle };
}
