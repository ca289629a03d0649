import { execFile } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { digestFiles, runLocked } from "../build";
import { Failure } from "../failure";
import { projectDir } from "../paths";

const run = promisify(execFile);

/**
 * Packages of this project: the files of the checkout from which each is packed, and the folder in which it is packed.
 */
const packages = {
  "alicloud-vpc-api": {
    from: ["components", "dynamic.js", "package.json", "tsconfig.build.json"],
    folder: ".",
  },
  "alicloud-vpc-api-policy": { from: ["policy"], folder: "policy" },
  "alicloud-vpc-api-testing": { from: ["local", "testing"], folder: "testing" },
} as const;

/** Name of a package of this project. */
export type OwnPackage = keyof typeof packages;

/**
 * Creates a folder whose projects can use packages of this project, packed with `npm pack`, and the other installed
 * packages of the checkout. It downloads nothing.
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
  await Promise.all(own.map((name) => install(name, join(modules, name))));
  return folder;
}

/** Packs a package and unpacks it. */
async function install(name: OwnPackage, destination: string): Promise<void> {
  const tarball = await pack(name);
  mkdirSync(destination, { recursive: true });
  // npm archives contain one top-level folder.
  await run("tar", ["-xzf", tarball, "-C", destination, "--strip-components", "1"]);
}

/** Folder of the tarballs. Packing compiles, so a tarball is kept as long as its sources do not change. */
const packed = join(projectDir, "node_modules", ".packed");

/** Files that every package is packed from. */
const shared = ["LICENSE", "README.md", "build.mjs", "tsconfig.dev.json"];

/** Packs a package with `npm pack`, unless its tarball is there. Returns the path of the tarball. */
export async function pack(name: OwnPackage): Promise<string> {
  const digest = digestFiles(
    [...packages[name].from, ...shared, "package-lock.json"],
    (file) => !/(^|[/\\])(dist|node_modules)[/\\]/.test(file),
  );
  const tarball = join(packed, name, `${digest.slice(0, 16)}.tgz`);
  if (existsSync(tarball)) return tarball;
  return runLocked(name, async () => {
    if (existsSync(tarball)) return tarball;
    rmSync(join(packed, name), { recursive: true, force: true });
    mkdirSync(join(packed, name), { recursive: true });
    const copy = mkdtempSync(join(tmpdir(), "pack-"));
    try {
      // The temporary folder may be on another disk.
      copyFileSync(await packCopy(name, copy), `${tarball}.part`);
      renameSync(`${tarball}.part`, tarball);
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
    return tarball;
  });
}

/**
 * Packs a package in a copy of its source files, because packing compiles it first.
 *
 * @returns path of the tarball, inside the copy
 */
async function packCopy(name: OwnPackage, copy: string): Promise<string> {
  const { from, folder } = packages[name];
  const isBuilt = (path: string) => path.startsWith(join(projectDir, folder, "dist"));
  for (const part of [...from, ...shared]) {
    const filter = (path: string) => !isBuilt(path);
    cpSync(join(projectDir, part), join(copy, part), { recursive: true, filter });
  }
  symlinkSync(join(projectDir, "node_modules"), join(copy, "node_modules"));
  // Without a request to a registry, even for a newer npm.
  const { stdout } = await run("npm", ["pack", "--json", "--offline", "--pack-destination", copy], {
    cwd: join(copy, folder),
    maxBuffer: 16 * 1024 * 1024,
  });
  // The output of the build before it is not JSON.
  const [archive]: { filename: string }[] = JSON.parse(stdout.slice(stdout.indexOf("[\n")));
  if (!archive) throw new Failure(`npm pack created no archive:\n${stdout}`);
  return join(copy, archive.filename);
}

/** Creates a project for one scenario from a folder in `examples`, with additional files. Returns its folder. */
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
