import { join } from "node:path";
import { homeDir } from "../testing/home";

/** The checkout: where Pulumi.yaml is. */
export const projectDir = join(__dirname, "..");

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
