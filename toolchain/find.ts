import { accessSync, constants, existsSync, realpathSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join, sep } from "node:path";
import { locateToolchain } from "./cache";
import { findPart, oldestUsableCli, type Part, parts } from "./parts";
import type { Report } from "./report";
import { capture } from "./run";

/** A part of the user's own Pulumi installation. */
export interface FoundPart {
  readonly part: Part;
  /** Version in the answer of the CLI. */
  readonly version: string;
  /** Absolute path of the executable. */
  readonly path: string;
}

/**
 * Finds the user's own `pulumi` on PATH with all required parts. Returns undefined without one. Reports an unusable
 * `pulumi` with the reason and the fix. Ignores the toolchain's own `pulumi`, which its `env` command puts on PATH.
 */
export async function findOnPath(
  home: string,
  environment: NodeJS.ProcessEnv,
  report: Report,
): Promise<readonly FoundPart[] | undefined> {
  const theirs = omitToolchain(environment, locateToolchain(home));
  const cli = findExecutable("pulumi", theirs);
  if (cli === undefined) {
    return undefined;
  }
  const found = await examine(cli, theirs);
  if (typeof found === "string") {
    report(`${cli} is not used: ${found}`);
    return undefined;
  }
  return found;
}

/** Returns the parts of a CLI's installation, or the problem with it. */
async function examine(cli: string, environment: NodeJS.ProcessEnv): Promise<readonly FoundPart[] | string> {
  const ask = async (...words: string[]) => {
    const env = { ...environment, PULUMI_SKIP_UPDATE_CHECK: "true" };
    return (await capture(cli, words, { env })).stdout.trim();
  };
  const version = (await ask("version")).replace(/^v/, "");
  if (!isAtLeast(version, oldestUsableCli)) {
    return `it is ${version || "not a Pulumi CLI"}, but ${oldestUsableCli} or later is required.`;
  }
  const host = findPart("language-nodejs");
  const beside = join(dirname(realpathSync(cli)), host.file);
  const hostPath = isExecutableFile(beside) ? beside : findExecutable(host.file, environment);
  if (hostPath === undefined) {
    return `${host.file} is not in the same folder. Install all files of Pulumi's archive.`;
  }
  const plugins = parts.filter(({ kind }) => kind === "plugin");
  const installed = parsePlugins(await ask("plugin", "ls", "--json"));
  const folder = join(environment.PULUMI_HOME ?? join(homedir(), ".pulumi"), "plugins");
  const formatPath = (part: Part) => join(folder, `resource-${part.name}-v${part.version}`, part.file);
  const missing = plugins.find(
    (part) => !installed.has(`${part.name} ${part.version}`) || !isExecutableFile(formatPath(part)),
  );
  if (missing !== undefined) {
    return `a plugin is missing. Install it: pulumi plugin install resource ${missing.name} ${missing.version}`;
  }
  return [
    { part: host, version, path: hostPath },
    { part: findPart("pulumi"), version, path: cli },
    ...plugins.map((part) => ({ part, version: part.version, path: formatPath(part) })),
  ];
}

/** Whether a text is a version (`3.204.0`, optionally with a suffix) that is not older than another version. */
export function isAtLeast(version: string, oldest: string): boolean {
  const parseNumbers = (text: string) => /^(\d+)\.(\d+)\.(\d+)/.exec(text)?.slice(1).map(Number);
  const found = parseNumbers(version);
  const wanted = parseNumbers(oldest);
  if (found === undefined || wanted === undefined) {
    return false;
  }
  const difference = found.map((number, place) => number - (wanted[place] ?? 0)).find((step) => step !== 0);
  return (difference ?? 0) >= 0;
}

/** Reads the resource plugins from the answer of `pulumi plugin ls --json`, each as "name version". */
export function parsePlugins(answer: string): ReadonlySet<string> {
  const installed = new Set<string>();
  for (const row of parseRows(answer)) {
    if (
      typeof row === "object" &&
      row !== null &&
      "kind" in row &&
      row.kind === "resource" &&
      "name" in row &&
      "version" in row
    ) {
      installed.add(`${row.name} ${row.version}`);
    }
  }
  return installed;
}

function parseRows(answer: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(answer);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

function findExecutable(file: string, environment: NodeJS.ProcessEnv): string | undefined {
  const folders = (environment.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.map((folder) => join(folder, file)).find(isExecutableFile);
}

function isExecutableFile(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** The environment without the toolchain's own variables. */
function omitToolchain(environment: NodeJS.ProcessEnv, folder: string): NodeJS.ProcessEnv {
  const { PATH = "", PULUMI_HOME, ...others } = environment;
  // Both may be behind a symbolic link.
  const isOurs = (path: string) => resolvePath(path).startsWith(resolvePath(folder) + sep);
  const path = PATH.split(delimiter)
    .filter((entry) => !isOurs(entry))
    .join(delimiter);
  return PULUMI_HOME === undefined || isOurs(PULUMI_HOME)
    ? { ...others, PATH: path }
    : { ...others, PATH: path, PULUMI_HOME };
}

function resolvePath(path: string): string {
  return existsSync(path) ? realpathSync(path) : path;
}
