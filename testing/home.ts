import { homedir } from "node:os";
import { join } from "node:path";

/**
 * The only folder outside the checkout that this project writes to: `ALICLOUD_VPC_API_HOME`, or a folder in the user's
 * cache.
 */
export function locateHome(environment: NodeJS.ProcessEnv = process.env): string {
  return (
    environment.ALICLOUD_VPC_API_HOME ??
    join(environment.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "alicloud-vpc-api")
  );
}
