import { homedir } from "node:os";
import { join } from "node:path";
import { findNginx } from "../../local/machines/nginx";

let found: Promise<string> | undefined;

/** The Nginx that tests run, fetched into the project's cache folder when this computer has none. */
export function nginx(): Promise<string> {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
  const home = process.env.ALICLOUD_VPC_API_HOME || join(cache, "alicloud-vpc-api");
  found ??= findNginx({ cacheDir: join(home, "nginx"), onProgress: () => {} });
  return found;
}
