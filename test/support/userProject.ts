import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { buildPackage } from "../../cli/build";
import { projectDir } from "../../cli/paths";

/**
 * Creates a `node_modules` in a folder like that of a user's project: the compiled package with the files of `npm
 * pack`, and links to the other packages of this checkout.
 */
export async function installPackage(folder: string): Promise<void> {
  await buildPackage();
  const modules = join(folder, "node_modules");
  mkdirSync(modules, { recursive: true });
  const installed = join(projectDir, "node_modules");
  for (const name of readdirSync(installed)) {
    if (name.startsWith(".") && name !== ".bin") continue;
    symlinkSync(join(installed, name), join(modules, name));
  }
  const { files }: { files: string[] } = JSON.parse(readFileSync(join(projectDir, "package.json"), "utf8"));
  for (const file of ["package.json", ...files]) {
    cpSync(join(projectDir, file), join(modules, "alicloud-vpc-api", file), { recursive: true });
  }
}
