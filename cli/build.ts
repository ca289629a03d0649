import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { lock } from "proper-lockfile";
import { Failure } from "./failure";
import { projectDir } from "./paths";
import { Progress } from "./progress";

const run = promisify(execFile);

/** Folder of the package, as programs import it. */
const dist = join(projectDir, "dist");
/** Digest of the sources from which `dist` was compiled. `npm pack` always compiles, and leaves this file out. */
const stamp = join(dist, ".sources");

/** Files that determine the compiled package. */
const sources = ["components", "tsconfig.build.json", "tsconfig.dev.json", "package-lock.json"];

/**
 * Compiles the package into `dist` if its sources have changed. Programs in this checkout import the package by its
 * name, as users do, and Node.js then loads `dist`.
 */
export async function buildPackage(): Promise<void> {
  if (isUpToDate()) return;
  await runLocked("build", async () => {
    if (!isUpToDate()) await compile();
  });
}

/** Runs `work` while no other process of this checkout runs work of that name. */
export async function runLocked<T>(name: string, work: () => Promise<T>): Promise<T> {
  const modules = join(projectDir, "node_modules");
  mkdirSync(modules, { recursive: true });
  // The lock is a folder beside this path, which need not exist.
  const release = await lock(join(modules, `.${name}`), {
    realpath: false,
    retries: { retries: 600, minTimeout: 200, maxTimeout: 200 },
    stale: 30_000,
  });
  try {
    return await work();
  } finally {
    await release();
  }
}

function isUpToDate(): boolean {
  return existsSync(stamp) && readFileSync(stamp, "utf8") === digestSources();
}

/**
 * Compiles into a folder beside `dist` and swaps the folders, so that a running program never loads an incomplete
 * package.
 */
async function compile(): Promise<void> {
  const fresh = join(projectDir, `.dist-${process.pid}`);
  const digest = digestSources();
  const progress = new Progress("Compiling the package", 10);
  try {
    const tsc = join(projectDir, "node_modules", "typescript", "bin", "tsc");
    await run(process.execPath, [tsc, "-p", "tsconfig.build.json", "--outDir", fresh], { cwd: projectDir });
    writeFileSync(join(fresh, ".sources"), digest);
    rmSync(dist, { recursive: true, force: true });
    renameSync(fresh, dist);
    progress.end();
  } catch (error) {
    progress.end("failed");
    const printed = error instanceof Error && "stdout" in error ? String(error.stdout) : String(error);
    throw new Failure(`The package does not compile. Fix the errors and run the command again.\n${printed}`);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

const digestSources = (): string => digestFiles(sources, (name) => name.endsWith(".ts"));

/** Digest of the files of the checkout at these paths. In folders, only of those files that `accepts` accepts. */
export function digestFiles(paths: readonly string[], accepts: (name: string) => boolean): string {
  const digest = createHash("sha256");
  for (const relative of paths) {
    const path = join(projectDir, relative);
    const names = statSync(path).isDirectory()
      ? readdirSync(path, { recursive: true, encoding: "utf8" }).filter(
          (name) => accepts(name) && statSync(join(path, name)).isFile(),
        )
      : [""];
    for (const name of names.sort())
      digest.update(`${relative}/${name}\n`).update(readFileSync(join(path, name)));
  }
  return digest.digest("hex");
}
