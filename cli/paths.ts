import { homedir } from "node:os";
import { join } from "node:path";

/** The checkout: where Pulumi.yaml is. */
export const projectDir = join(__dirname, "..");

/** The one folder outside the checkout that anything is written to. */
export function homeDir(environment: NodeJS.ProcessEnv = process.env): string {
  return (
    environment.ALICLOUD_VPC_API_HOME ??
    join(environment.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "alicloud-vpc-api")
  );
}

/** Where a local stack keeps its things. */
export interface LocalDirs {
  /** What the local cloud keeps: snapshot, certificates, machines. */
  cloud: string;
  /** State of the stack `local`. */
  backend: string;
}

export function localDirs(base = join(homeDir(), "local")): LocalDirs {
  return { cloud: join(base, "cloud"), backend: join(base, "stacks") };
}
