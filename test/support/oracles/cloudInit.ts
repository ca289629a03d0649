import { execFile, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import type { Socket } from "node:net";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { Failure } from "../../../cli/failure";
import { projectDir } from "../../../cli/paths";
import { locateHome } from "../../../testing/home";

const run = promisify(execFile);

/** The version in Debian 12. */
const version = "22.4.2";

const ownFolder = join(projectDir, "test", "support", "oracles");
const folder = join(locateHome(), "oracles", `cloud-init-${version}`);

/** Folder of Python modules in a Debian package. */
const packaged = join("usr", "lib", "python3", "dist-packages");

/** The JSON schema of cloud-config. */
export const cloudInitSchema = join(
  folder,
  ...["unpacked", packaged, "cloudinit", "config", "schemas", "schema-cloud-config-v1.json"],
);

/** A file that cloud-init writes. */
export interface WrittenFile {
  path: string;
  /** Base64. */
  content: string;
  mode: number;
  append: boolean;
}

/** Result of cloud-init for user data. */
export interface CloudInitAnswer {
  /** Content type of each part, as cloud-init detects it from the text. */
  types: string[];
  config: Record<string, unknown>;
  schemaErrors: { path: string[]; message: string }[];
  /** Files in the order in which they are written. */
  files: WrittenFile[];
  /** The shell script from `runcmd`, or null. */
  script: string | null;
  packages: unknown[];
  failed: string[];
  warnings: string[];
}

export const isCloudInitInstalled = (): boolean => existsSync(folder);

/** Unpacks cloud-init of Debian and the Python packages that it imports. Changes only the cache folder. */
export async function installCloudInit(): Promise<void> {
  if (isCloudInitInstalled()) return;
  mkdirSync(dirname(folder), { recursive: true });
  const unfinished = mkdtempSync(`${folder}.`);
  try {
    await step("apt-get", ["download", `cloud-init=${version}-*`], unfinished).catch(async () => {
      await step("apt-get", ["update"], unfinished);
      await step("apt-get", ["download", `cloud-init=${version}-*`], unfinished);
    });
    const archive = readdirSync(unfinished).find((name) => name.endsWith(".deb")) ?? "";
    await step("dpkg-deb", ["--extract", archive, "unpacked"], unfinished);
    const pip = ["-m", "pip", "install", "--quiet", "--no-cache-dir", "--disable-pip-version-check"];
    const requirements = join(ownFolder, "requirements.txt");
    const target = ["--only-binary", ":all:", "--target", "site", "--requirement", requirements];
    await step("python3", [...pip, ...target], unfinished);
    renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

async function step(program: string, args: string[], cwd: string): Promise<void> {
  try {
    await run(program, args, { cwd, maxBuffer: 32 * 1024 * 1024 });
  } catch (error) {
    const output = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : String(error);
    throw new Failure(
      `${program} ${args[0]} failed: ${output}\n` +
        "cloud-init is taken from Debian 12's package with apt-get, and needs Python 3 with pip.",
    );
  }
}

/** Starts cloud-init. It ends with this process, which does not wait for it. */
function startCloudInit() {
  const child = spawn("python3", [join(ownFolder, "cloudInit.py")], {
    stdio: ["pipe", "pipe", "inherit"],
    env: {
      PATH: process.env.PATH,
      PYTHONPATH: [join(folder, "site"), join(folder, "unpacked", packaged)].join(":"),
      PYTHONDONTWRITEBYTECODE: "1",
    },
  });
  const forget = () => {
    started = undefined;
  };
  child.on("error", forget).on("exit", forget);
  child.stdin.on("error", forget);
  child.unref();
  (child.stdin as Socket).unref();
  return { child, stdout: child.stdout as Socket, lines: createInterface({ input: child.stdout }) };
}

let started: ReturnType<typeof startCloudInit> | undefined;

/**
 * Reads user data with cloud-init. All calls use one process, because its start takes long.
 *
 * @param schema - whether to validate the configuration against the schema too, which takes longer
 */
export async function readAsCloudInit(
  userData: readonly (string | Buffer)[],
  { schema = true }: { schema?: boolean } = {},
): Promise<CloudInitAnswer[]> {
  started ??= startCloudInit();
  const { child, stdout, lines } = started;
  stdout.ref();
  try {
    const request = { schema, userData: userData.map((text) => Buffer.from(text).toString("base64")) };
    child.stdin.write(`${JSON.stringify(request)}\n`);
    const line = await new Promise<string>((resolve, reject) => {
      const fail = () => reject(new Error("cloud-init ended. The reason is in the output of the tests."));
      lines.once("close", fail);
      lines.once("line", (answer) => {
        lines.off("close", fail);
        resolve(answer);
      });
    });
    return JSON.parse(line);
  } finally {
    stdout.unref();
  }
}

/**
 * For `before`: skips tests if cloud-init is not installed, and prints the command that installs it. With `CI` set, the
 * tests fail.
 */
export function needCloudInit(this: Mocha.Context): void {
  if (isCloudInitInstalled()) return;
  const hint = "cloud-init is not installed. Run: npm run oracles";
  if (process.env.CI) throw new Failure(hint);
  process.stderr.write(`Skipped: ${hint}\n`);
  this.skip();
}
