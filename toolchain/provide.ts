import { join } from "node:path";
import { type Assembled, assemble, type Placed } from "./assemble";
import { type BuildSettings, buildParts } from "./build";
import { type CacheEntry, readEntry } from "./cache";
import { downloadCli, installPlugin, mirrorVariable } from "./download";
import { createToolchainEnvironment, formatExports } from "./environment";
import { type FoundPart, findOnPath } from "./find";
import { deriveArchiveKey, deriveBuildKey } from "./key";
import { withToolchainLock } from "./lock";
import { findPart, oldestUsableCli, type Part, type PartName, parts, selectRelease } from "./parts";
import { findPlatform, type Platform } from "./platform";
import type { Report } from "./report";

/** Sources of parts, from the fastest to the slowest: the user's own installation, the cache, a download or a build. */
export const sources = ["path", "cache", "download", "build"] as const;
export type Source = (typeof sources)[number];

/** A part of a provided toolchain. */
export interface ProvidedPart {
  readonly name: PartName;
  readonly version: string;
  readonly source: Source;
  /** Absolute path of the executable. */
  readonly path: string;
}

/** A Pulumi engine with the plugins of this project. */
export interface Toolchain {
  /** The slowest source that any part needed. */
  readonly source: Source;
  /** Absolute path of the CLI. */
  readonly pulumi: string;
  /**
   * Variables for a child process, set over its environment: PATH, PULUMI_HOME, and variables that keep the engine
   * offline.
   */
  readonly env: Readonly<Record<string, string>>;
  /** The same variables for a POSIX shell, one per line. */
  readonly exportLines: string;
  readonly parts: readonly ProvidedPart[];
}

/** Options of {@link provideToolchain}. */
export interface ToolchainOptions {
  /** The project's cache folder. */
  readonly home: string;
  /** Receives a line for each slow step, and for each source that is not available. */
  readonly report: Report;
  /**
   * Default: the environment of this process. ALICLOUD_VPC_API_OFFLINE=1 skips the official download. The download uses
   * HTTPS_PROXY, NO_PROXY, ALICLOUD_VPC_API_PULUMI_MIRROR and PULUMI_PLUGIN_DOWNLOAD_URL_OVERRIDES.
   */
  readonly environment?: NodeJS.ProcessEnv;
}

/**
 * Provides the engine and its plugins: from the user's own installation if it is recent and complete, otherwise from
 * the cache. It downloads missing parts from Pulumi, or builds them if the download fails.
 */
export async function provideToolchain(options: ToolchainOptions): Promise<Toolchain> {
  const { home, environment = process.env } = options;
  const remarks: string[] = [];
  const found = await findOnPath(home, environment, (line) => remarks.push(line));
  if (found !== undefined) {
    return createToolchain(found.map(createInstalledStep), home, environment);
  }
  const offline = environment.ALICLOUD_VPC_API_OFFLINE === "1";
  if (offline) {
    remarks.push("Nothing is downloaded, because ALICLOUD_VPC_API_OFFLINE is 1.");
  }
  return provideFromCache(options, !offline, remarks);
}

/** Provides the toolchain from the cache and builds missing parts. It uses neither PATH nor the official download. */
export function buildToolchain(options: ToolchainOptions): Promise<Toolchain> {
  return provideFromCache(options, false, []);
}

/** The cache entry that contains a part. An official archive takes precedence over a build. */
export function findEntry(part: Part, home: string, platform: Platform): CacheEntry | undefined {
  return (
    readEntry(home, deriveArchiveKey(part.archive, part.version, platform)) ??
    readEntry(home, deriveBuildKey(part, __dirname, platform))
  );
}

interface Step {
  readonly placed: Placed;
  readonly version: string;
  readonly source: Source;
}

/** Reports why the user's own installation is not used only if a download or build follows. */
async function provideFromCache(
  options: ToolchainOptions,
  mayDownload: boolean,
  remarks: readonly string[],
): Promise<Toolchain> {
  const { home, report, environment = process.env } = options;
  const platform = findPlatform();
  let fresh: ReadonlyMap<PartName, Source> = new Map();
  if (findMissingParts(home, platform).length > 0) {
    remarks.forEach(report);
    fresh = await withToolchainLock(home, report, (signal) =>
      obtainMissing({ home, root: __dirname, platform, report, signal, environment }, mayDownload),
    );
  }
  const steps = parts.map((part) => createCachedStep(part, home, platform, fresh.get(part.name) ?? "cache"));
  return createToolchain(steps, home, environment);
}

function findMissingParts(home: string, platform: Platform): readonly Part[] {
  return parts.filter((part) => findEntry(part, home, platform) === undefined);
}

/**
 * Downloads or builds the parts that the cache lacks. Returns the source of each part. The caller must hold the lock.
 */
async function obtainMissing(
  settings: BuildSettings,
  mayDownload: boolean,
): Promise<ReadonlyMap<PartName, Source>> {
  const { home, platform, report } = settings;
  // Check again: another process may have added parts while this one waited for the lock.
  const wanted = findMissingParts(home, platform);
  if (mayDownload) {
    await downloadMissing(settings);
  }
  const unavailable = findMissingParts(home, platform);
  if (mayDownload && unavailable.length > 0) {
    report(explainBuild(unavailable));
  }
  await buildParts(unavailable, settings);
  return new Map(wanted.map((part) => [part.name, unavailable.includes(part) ? "build" : "download"]));
}

/** Downloads the CLI, which then installs the plugins. */
async function downloadMissing(settings: BuildSettings): Promise<void> {
  const { home, platform } = settings;
  const cli = findPart("pulumi");
  if (findMissingParts(home, platform).some(({ archive }) => archive === cli.archive)) {
    await tryDownload(cli, settings, () => downloadCli(settings));
  }
  const entry = findEntry(cli, home, platform);
  if (entry === undefined) {
    return;
  }
  for (const plugin of findMissingParts(home, platform).filter(({ kind }) => kind === "plugin")) {
    await tryDownload(plugin, settings, () => installPlugin(plugin, join(entry.bin, cli.file), settings));
  }
}

async function tryDownload(
  { title, version }: Part,
  { report, signal }: BuildSettings,
  download: () => Promise<CacheEntry>,
): Promise<void> {
  report(`Downloading ${title} ${version} from Pulumi …`);
  try {
    await download();
  } catch (error) {
    signal.throwIfAborted();
    report(`Not downloaded: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/** Describes the consequence of a failed download, its cost, and how to avoid it. */
function explainBuild(unavailable: readonly Part[]): string {
  const costs = unavailable.map(({ build }) => build.cost);
  const minutes = costs.reduce((sum, cost) => sum + cost.minutes, 0);
  const memory = Math.max(...costs.map((cost) => cost.memory));
  const plugins = parts.filter(({ kind }) => kind === "plugin");
  const installed = plugins.map(({ name, version }) => `${name} ${version}`).join(" and ");
  return (
    `The parts that could not be downloaded are built once from their Go modules: about ${minutes} min on 2 cores ` +
    `and ${memory} GiB of memory. To avoid this, set HTTPS_PROXY or ${mirrorVariable}, or install Pulumi ` +
    `${oldestUsableCli} or later with the plugins ${installed} (pulumi plugin install resource NAME VERSION).`
  );
}

function createInstalledStep({ part, path, version }: FoundPart): Step {
  return { placed: { part, path, own: false, companions: [] }, version, source: "path" };
}

function createCachedStep(part: Part, home: string, platform: Platform, source: Source): Step {
  const entry = findEntry(part, home, platform);
  if (entry === undefined) {
    throw new Error(`${part.title} is no longer in the cache in ${home}`);
  }
  const companions = Object.keys(entry.files)
    .filter((file) => file !== part.file)
    .map((file) => join(entry.bin, file));
  const placed = { part, path: join(entry.bin, part.file), own: true, companions };
  return { placed, version: selectRelease(part, entry.source), source };
}

function createToolchain(steps: readonly Step[], home: string, environment: NodeJS.ProcessEnv): Toolchain {
  const assembled: Assembled = assemble(
    home,
    steps.map(({ placed }) => placed),
  );
  const farthest = Math.max(...steps.map(({ source }) => sources.indexOf(source)));
  return {
    source: sources[farthest] ?? "cache",
    pulumi: assembled.pulumi,
    env: createToolchainEnvironment(assembled, environment),
    exportLines: formatExports(assembled),
    parts: steps.map(({ placed, version, source }) => ({
      name: placed.part.name,
      version,
      source,
      path: placed.path,
    })),
  };
}
