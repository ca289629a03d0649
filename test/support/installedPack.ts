import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectDir } from "../../cli/paths";

/** An `npm` and what it prints, with nothing asked of a registry. */
const npm = (cwd: string, ...args: string[]) =>
  execFileSync("npm", [...args, "--offline", "--silent"], { cwd, encoding: "utf8" });

/**
 * Packs the policy pack with npm and installs it in a project of its own, `project` in a folder.
 *
 * @returns where it is installed
 */
export function installedPack(folder: string): string {
  const project = join(folder, "project");
  const installed = join(project, "node_modules", "alicloud-vpc-api-policy");
  // Packed from a copy, because it is compiled before.
  const copy = join(folder, "checkout");
  cpSync(join(projectDir, "policy"), join(copy, "policy"), { recursive: true });
  cpSync(join(projectDir, "tsconfig.json"), join(copy, "tsconfig.json"));
  symlinkSync(join(projectDir, "node_modules"), join(copy, "node_modules"));
  rmSync(join(copy, "policy", "dist"), { recursive: true, force: true });
  npm(join(copy, "policy"), "pack", "--pack-destination", folder);
  const [tarball = ""] = readdirSync(folder).filter((file) => file.endsWith(".tgz"));
  mkdirSync(installed, { recursive: true });
  execFileSync("tar", ["-xzf", join(folder, tarball), "-C", installed, "--strip-components", "1"]);
  const isOther = (name: string) => !name.startsWith(".") && name !== "alicloud-vpc-api-policy";
  for (const name of readdirSync(join(projectDir, "node_modules")).filter(isOther)) {
    symlinkSync(join(projectDir, "node_modules", name), join(project, "node_modules", name));
  }
  writeFileSync(join(project, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
  writeFileSync(join(project, "package.json"), "{}");
  return installed;
}
