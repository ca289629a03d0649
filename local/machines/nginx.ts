import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { access, mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { lock } from "proper-lockfile";

const run = promisify(execFile);

/** Packages with the files of a complete Nginx on Debian and Ubuntu. */
const PACKAGES = ["nginx", "nginx-common"];
const PROGRAM = "usr/sbin/nginx";
const UNPACKING = ".unpacking-";
/** Folders that `$PATH` often lacks for users other than root. */
const SYSTEM_FOLDERS = ["/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin"];
/**
 * Milliseconds after which a lock that was not renewed belongs to a killed process. A slow download takes less time.
 */
const LOCK_STALE = 30_000;
const LOCK_RETRIES = { retries: 120, factor: 1, minTimeout: 1_000 };

export interface FindNginxOptions {
  /** Folder for an unpacked Nginx: `<cache>/nginx`. */
  cacheDir: string;
  /** Receives a message with an estimate before a slow step. */
  onProgress(message: string): void;
  /** @default `process.env.PATH` */
  searchPath?: string;
  /** @default System folders that `PATH` may lack. */
  systemFolders?: readonly string[];
}

/** This computer has no Nginx, and the download failed. */
export class NginxMissingError extends Error {}

/**
 * Finds an executable Nginx: on `PATH`, otherwise the unpacked copy in the cache, otherwise the package of the system,
 * which is downloaded and unpacked there. The package is not installed, because the installation would start a web
 * server on port 80 of all addresses.
 *
 * @throws NginxMissingError with installation instructions.
 */
export async function findNginx(options: FindNginxOptions): Promise<string> {
  const folders = (options.searchPath ?? process.env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => folder !== "");
  for (const folder of [...folders, ...(options.systemFolders ?? SYSTEM_FOLDERS)]) {
    const program = join(folder, "nginx");
    if (await works(program)) return program;
  }
  const cached = join(options.cacheDir, PROGRAM);
  if (await works(cached)) return cached;
  await mkdir(options.cacheDir, { recursive: true });
  const release = await lock(options.cacheDir, { stale: LOCK_STALE, retries: LOCK_RETRIES }).catch(() => {
    throw new NginxMissingError(missing(`another process holds ${options.cacheDir}.lock for too long`));
  });
  try {
    // Another process may have downloaded it while this one waited.
    if (!(await works(cached))) await fetchPackages(options);
    return cached;
  } finally {
    await release();
  }
}

async function works(program: string): Promise<boolean> {
  const usable = await access(program, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!usable) return false;
  return run(program, ["-v"], { timeout: 10_000 }).then(
    () => true,
    () => false,
  );
}

/** Downloads and unpacks packages into a temporary folder, then moves the result atomically. */
async function fetchPackages({ cacheDir, onProgress }: FindNginxOptions): Promise<void> {
  // Files of an interrupted attempt. The lock ensures that no other process uses them.
  for (const name of await readdir(cacheDir)) {
    if (name.startsWith(UNPACKING)) await rm(join(cacheDir, name), { recursive: true, force: true });
  }
  const building = await mkdtemp(join(cacheDir, UNPACKING));
  try {
    onProgress("no Nginx on this computer: downloading the system's package, not installing it (some 10 s)");
    await download(building, onProgress);
    const packages = (await readdir(building)).filter((name) => name.endsWith(".deb"));
    const unpacked = join(building, "files");
    for (const name of packages) await run("dpkg-deb", ["-x", join(building, name), unpacked]);
    if (!(await works(join(unpacked, PROGRAM)))) {
      throw new NginxMissingError(missing("the downloaded nginx package does not run on this computer"));
    }
    for (const name of ["etc", "usr"]) {
      await rm(join(cacheDir, name), { recursive: true, force: true });
    }
    // The executable comes last: its presence means that the copy is complete.
    for (const name of ["etc", "usr"]) await rename(join(unpacked, name), join(cacheDir, name));
  } finally {
    await rm(building, { recursive: true, force: true });
  }
}

async function download(folder: string, onProgress: (message: string) => void): Promise<void> {
  const fetch = (): Promise<unknown> =>
    run("apt-get", ["download", ...PACKAGES], { cwd: folder, timeout: 120_000 });
  try {
    await fetch();
  } catch (first) {
    if (isAbsent(first)) throw new NginxMissingError(missing("there is no apt-get"));
    onProgress("updating the list of packages (some 20 s)");
    try {
      await run("apt-get", ["update"], { timeout: 300_000 });
      await fetch();
    } catch (second) {
      throw new NginxMissingError(missing(`apt-get cannot download it: ${lastLine(second)}`));
    }
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

function lastLine(error: unknown): string {
  const text = error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
  return text.trim().split("\n").pop() ?? "";
}

function missing(reason: string): string {
  return [
    `No Nginx was found, and ${reason}. Install it, then try again:`,
    "  Debian, Ubuntu: apt-get install nginx-light, then stop and disable its service",
    "  Fedora, Alibaba Cloud Linux and relatives: dnf install nginx",
    "  macOS: brew install nginx",
  ].join("\n");
}
