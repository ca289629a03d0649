import { execFile } from "node:child_process";
import { access, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { Identity } from "./privileges";
import type { Command } from "./wall";

const run = promisify(execFile);

/** A mount namespace for each Nginx, with access to its executable, its libraries and the folder of one instance. */
export interface Namespace {
  /** Creates the files of an instance's namespace in its folder. */
  prepare(folder: string): Promise<void>;
  command(folder: string, args: readonly string[]): Command;
}

/** Folders of unshare, mount and sh. */
const PATH = "/usr/sbin:/usr/bin:/sbin:/bin";
/** Paths of Nginx and of its instance's folder in the namespace. */
const PROGRAM = "/nginx";
const INSTANCE = "/instance";
/** The root of the namespace and its mount table, in the folder of an instance. */
const ROOT = "wall";
const MOUNTS = "wall.fstab";

/** Files that the loader and the C library read, if the system has them. */
const SYSTEM_FILES = ["/etc/ld.so.cache", "/etc/localtime"];

/** Mounts the file systems and then replaces itself with the next command, so that Nginx keeps the process ID. */
const SCRIPT = 'mounts=$1; shift; mount -a -T "$mounts"; exec unshare "$@"';

/**
 * Tests whether this computer can run Nginx in a namespace. Containers often forbid it, and some systems do not support
 * it.
 */
export async function findNamespace(
  program: string,
  identity: Identity,
): Promise<{ namespace: Namespace } | { problem: string }> {
  if (process.platform !== "linux") return { problem: "this system has no mount namespaces" };
  const namespace = createNamespace(program, await listFiles(program), identity);
  const folder = await mkdtemp(join(tmpdir(), "wall-"));
  try {
    await namespace.prepare(folder);
    const { file, args, cwd } = namespace.command(folder, ["-v"]);
    await run(file, args, { cwd, env: { PATH }, timeout: 10_000 });
    return { namespace };
  } catch (error) {
    return { problem: describeError(error) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ("code" in error && error.code === "ENOENT") return "there is no unshare";
  const output = "stderr" in error ? String(error.stderr) : "";
  return output.trim().split("\n")[0] || error.message;
}

/** The libraries of an executable and the files that their loader reads. */
async function listFiles(program: string): Promise<string[]> {
  // A static executable fails here and needs no libraries.
  const { stdout } = await run("ldd", [program], { env: { PATH } }).catch(() => ({ stdout: "" }));
  const libraries = stdout.split("\n").flatMap((line) => /(?:^\s*|=> )(\/\S+) \(0x/.exec(line)?.[1] ?? []);
  const present = await Promise.all(
    SYSTEM_FILES.map((file) =>
      access(file).then(
        () => [file],
        () => [],
      ),
    ),
  );
  return [...new Set([...libraries, ...present.flat()])];
}

function createNamespace(program: string, files: readonly string[], identity: Identity): Namespace {
  const sources: Readonly<Record<string, string>> = {
    [PROGRAM]: program,
    ...Object.fromEntries(files.map((file) => [file, file])),
  };
  return {
    async prepare(folder) {
      const root = join(folder, ROOT);
      await mkdir(join(root, INSTANCE), { recursive: true });
      for (const target of Object.keys(sources)) {
        await mkdir(join(root, dirname(target)), { recursive: true });
        await writeFile(join(root, target), "");
      }
      const mounts = [
        [root, root, "ro,noexec"],
        ...Object.entries(sources).map(([target, source]) => [source, join(root, target), "ro"]),
        [folder, join(root, INSTANCE), "rw,noexec"],
      ];
      const lines = mounts.map(([source = "", target = "", flags]) =>
        [escapePath(source), escapePath(target), "none", `bind,nosuid,nodev,${flags}`, "0 0\n"].join(" "),
      );
      await writeFile(join(folder, MOUNTS), lines.join(""));
    },
    command: (folder, args) => ({
      file: "unshare",
      args: [
        ...outerFlags(identity),
        ...["sh", "-euc", SCRIPT, "sh", join(folder, MOUNTS)],
        ...innerFlags(identity),
        ...[`--root=${join(folder, ROOT)}`, `--wd=${INSTANCE}`, "--", PROGRAM, ...args],
      ],
      cwd: folder,
    }),
  };
}

/** A user other than root may mount only in a user namespace, as its root. */
const outerFlags = ({ kind }: Identity): string[] =>
  kind === "nobody" ? ["--mount"] : ["--mount", "--user", "--map-root-user"];

/** A user other than root has no capabilities, so the process cannot leave the root directory or the namespace. */
const innerFlags = (identity: Identity): string[] =>
  identity.kind === "nobody"
    ? [`--setgid=${identity.nobody.gid}`, `--setuid=${identity.nobody.uid}`]
    : ["--user", "--map-user=1000"];

/** Source: fstab(5). */
function escapePath(path: string): string {
  return path.replace(/[\s\\#]/g, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, "0")}`);
}
