import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { locateHome } from "../../testing/home";

/** Creates a folder for `ALICLOUD_VPC_API_HOME`. It shares the downloaded and built files that take long to create. */
export function makeHome(home: string): string {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  for (const shared of ["toolchain", "nginx"]) {
    mkdirSync(join(locateHome(), shared), { recursive: true });
    symlinkSync(join(locateHome(), shared), join(home, shared));
  }
  return home;
}
