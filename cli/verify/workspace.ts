import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { Failure } from "../failure";
import { projectDir } from "../paths";

const run = promisify(execFile);

/** Packages that a project of its own does not have: this one comes as it is packed. */
const own = "alicloud-vpc-api";

/**
 * Makes a folder whose projects have this package as `npm pack` packs it, and the others as they are installed here:
 * nothing is downloaded.
 */
export async function createWorkspace(folder: string): Promise<string> {
  const modules = join(folder, "node_modules");
  mkdirSync(modules, { recursive: true, mode: 0o700 });
  const installed = join(projectDir, "node_modules");
  for (const name of readdirSync(installed)) {
    if (!name.startsWith(".") && name !== own) symlinkSync(join(installed, name), join(modules, name));
  }
  const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", folder], {
    cwd: projectDir,
    maxBuffer: 16 * 1024 * 1024,
  });
  // What the build says before it is not JSON.
  const [packed]: { filename: string }[] = JSON.parse(stdout.slice(stdout.indexOf("[\n")));
  if (!packed) throw new Failure(`npm pack packed nothing:\n${stdout}`);
  await run("tar", ["-xzf", join(folder, packed.filename), "-C", folder]);
  // The folder in every package's archive.
  cpSync(join(folder, "package"), join(modules, own), { recursive: true });
  return folder;
}

/** Lays a project of `examples` out for one scenario, with more files; answers with its folder. */
export function layOut(
  workspace: string,
  base: string,
  example: string,
  files: Record<string, string>,
): string {
  const project = join(base, example);
  cpSync(join(projectDir, "examples", example), project, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(project, file), text);
  symlinkSync(join(workspace, "node_modules"), join(project, "node_modules"));
  return project;
}
