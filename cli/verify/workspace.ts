import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { Failure } from "../failure";
import { projectDir } from "../paths";

const run = promisify(execFile);

/** The packages of this project: what of the checkout each is packed from, and the folder it is packed in. */
const packages = {
  "alicloud-vpc-api": {
    from: ["components", "dynamic.js", "package.json", "tsconfig.build.json"],
    folder: ".",
  },
  "alicloud-vpc-api-policy": { from: ["policy"], folder: "policy" },
  "alicloud-vpc-api-testing": { from: ["local", "testing"], folder: "testing" },
} as const;

/** A package of this project, by its name. */
export type OwnPackage = keyof typeof packages;

/**
 * Makes a folder whose projects have packages of this project as `npm pack` packs them, and the others as they are
 * installed here: nothing is downloaded.
 */
export async function createWorkspace(
  folder: string,
  own: readonly OwnPackage[] = ["alicloud-vpc-api"],
): Promise<string> {
  const modules = join(folder, "node_modules");
  mkdirSync(modules, { recursive: true, mode: 0o700 });
  const installed = join(projectDir, "node_modules");
  for (const name of readdirSync(installed)) {
    if (!name.startsWith(".") || name === ".bin") symlinkSync(join(installed, name), join(modules, name));
  }
  await Promise.all(own.map((name) => install(name, join(folder, "packed", name), join(modules, name))));
  return folder;
}

/** Packs a package and unpacks it. */
async function install(name: OwnPackage, copy: string, destination: string): Promise<void> {
  const tarball = await pack(name, copy);
  mkdirSync(destination, { recursive: true });
  // All is in one folder of the archive.
  await run("tar", ["-xzf", tarball, "-C", destination, "--strip-components", "1"]);
}

/**
 * Packs a package in a copy of what it is made from, because it is compiled before.
 *
 * @returns path of the tarball, which is in the copy
 */
export async function pack(name: OwnPackage, copy: string): Promise<string> {
  const { from, folder } = packages[name];
  const isBuilt = (path: string) => path.startsWith(join(projectDir, folder, "dist"));
  for (const part of [...from, "LICENSE", "README.md", "build.mjs", "tsconfig.dev.json"]) {
    const filter = (path: string) => !isBuilt(path);
    cpSync(join(projectDir, part), join(copy, part), { recursive: true, filter });
  }
  symlinkSync(join(projectDir, "node_modules"), join(copy, "node_modules"));
  // No registry is asked, not even for a newer npm.
  const { stdout } = await run("npm", ["pack", "--json", "--offline", "--pack-destination", copy], {
    cwd: join(copy, folder),
    maxBuffer: 16 * 1024 * 1024,
  });
  // What the build says before it is not JSON.
  const [packed]: { filename: string }[] = JSON.parse(stdout.slice(stdout.indexOf("[\n")));
  if (!packed) throw new Failure(`npm pack created no archive:\n${stdout}`);
  return join(copy, packed.filename);
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
