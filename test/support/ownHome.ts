import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { homeDir } from "../../testing/home";

/** Makes a folder that can be `ALICLOUD_VPC_API_HOME`: one's own, but for what takes long to get. */
export function makeHome(home: string): string {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  for (const shared of ["toolchain", "nginx"]) {
    mkdirSync(join(homeDir(), shared), { recursive: true });
    symlinkSync(join(homeDir(), shared), join(home, shared));
  }
  return home;
}
