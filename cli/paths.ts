import { join } from "node:path";
import { locateHome } from "../testing/home";

/** Root folder of the checkout, with Pulumi.yaml. */
export const projectDir = join(__dirname, "..");

/** Folders of a local stack. */
export interface LocalDirs {
  /** Data of the local cloud: state, certificates, machines. */
  cloud: string;
  /** State of the stack `local`. */
  backend: string;
}

export function locateDirs(base = join(locateHome(), "local")): LocalDirs {
  return { cloud: join(base, "cloud"), backend: join(base, "stacks") };
}
