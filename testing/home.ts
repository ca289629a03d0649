import { homedir } from "node:os";
import { join } from "node:path";

/** The one folder outside the checkout that anything is written to: `ALICLOUD_VPC_API_HOME`, or one of the user's caches. */
export function homeDir(environment: NodeJS.ProcessEnv = process.env): string {
  return (
    environment.ALICLOUD_VPC_API_HOME ??
    join(environment.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "alicloud-vpc-api")
  );
}
