import { join } from "node:path";
import { type Assembled, assemble, type Placed } from "./assemble";
import { type BuildSettings, buildParts } from "./build";
import { type CacheEntry, cachedEntry } from "./cache";
import { downloadCli, installPlugin, mirrorVariable } from "./download";
import { exportLines, toolchainEnvironment } from "./environment";
import { type FoundPart, findOnPath } from "./find";
import { archiveKey, buildKey } from "./key";
import { withToolchainLock } from "./lock";
import { oldestUsableCli, type Part, type PartName, partNamed, parts, releaseOf } from "./parts";
import { type Platform, platformOf } from "./platform";
import type { Report } from "./report";

/** Where a part comes from, the most laborious last: the user's own installation, the cache, or fetched or built now. */
export const sources = ["path", "cache", "download", "build"] as const;
export type Source = (typeof sources)[number];

/** One part of a toolchain that is ready. */
export interface ProvidedPart {
  readonly name: PartName;
  readonly version: string;
  readonly source: Source;
  /** Absolute path of the executable. */
  readonly path: string;
}

/** A Pulumi engine with the plugins of this project, ready to run. */
export interface Toolchain {
  /** The most laborious source that any part needed. */
  readonly source: Source;
  /** Absolute path of the CLI. */
  readonly pulumi: string;
  /** Variables to put over a child process's environment: PATH, PULUMI_HOME, and what keeps the engine offline. */
  readonly env: Readonly<Record<string, string>>;
  /** The same for a POSIX shell, one line each. */
  readonly exportLines: string;
  readonly parts: readonly ProvidedPart[];
}

/** What a toolchain is provided with. */
export interface ToolchainOptions {
  /** The project's cache folder. */
  readonly home: string;
  /** Gets a line for each step that takes time, and for each way that could not be gone. */
  readonly report: Report;
  /**
   * Default: this process's. ALICLOUD_VPC_API_OFFLINE=1 in it skips the official download, which otherwise honours
   * HTTPS_PROXY, NO_PROXY, ALICLOUD_VPC_API_PULUMI_MIRROR and PULUMI_PLUGIN_DOWNLOAD_URL_OVERRIDES.
   */
  readonly environment?: NodeJS.ProcessEnv;
}

/**
 * Provides the engine and its plugins: the user's own installation if it is new enough and whole, else the cache, and
 * what is not there from Pulumi's official download or else from a build.
 */
export async function provideToolchain(options: ToolchainOptions): Promise<Toolchain> {
  const { home, environment = process.env } = options;
  const remarks: string[] = [];
  const found = await findOnPath(home, environment, (line) => remarks.push(line));
  if (found !== undefined) {
    return toolchainOf(found.map(fromInstallation), home, environment);
  }
  const offline = environment.ALICLOUD_VPC_API_OFFLINE === "1";
  if (offline) {
    remarks.push("Pulumi's download is not tried, because ALICLOUD_VPC_API_OFFLINE is 1.");
  }
  return provideFromCache(options, !offline, remarks);
}

/** Provides the toolchain from the cache, building what is not there: neither PATH nor the official download count. */
export function buildToolchain(options: ToolchainOptions): Promise<Toolchain> {
  return provideFromCache(options, false, []);
}

/** The cache entry that holds a part, the official one first. */
export function entryOf(part: Part, home: string, platform: Platform): CacheEntry | undefined {
  return (
    cachedEntry(home, archiveKey(part.archive, part.version, platform)) ??
    cachedEntry(home, buildKey(part, __dirname, platform))
  );
}

interface Step {
  readonly placed: Placed;
  readonly version: string;
  readonly source: Source;
}

/** The remarks tell why the user's own installation does not serve: of interest only if that costs time. */
async function provideFromCache(
  options: ToolchainOptions,
  mayDownload: boolean,
  remarks: readonly string[],
): Promise<Toolchain> {
  const { home, report, environment = process.env } = options;
  const platform = platformOf();
  let fresh: ReadonlyMap<PartName, Source> = new Map();
  if (missingParts(home, platform).length > 0) {
    remarks.forEach(report);
    fresh = await withToolchainLock(home, report, (signal) =>
      obtainMissing({ home, root: __dirname, platform, report, signal, environment }, mayDownload),
    );
  }
  const steps = parts.map((part) => fromEntry(part, home, platform, fresh.get(part.name) ?? "cache"));
  return toolchainOf(steps, home, environment);
}

function missingParts(home: string, platform: Platform): readonly Part[] {
  return parts.filter((part) => entryOf(part, home, platform) === undefined);
}

/** Downloads or builds what the cache lacks, and tells which part came how. Call it with the lock held. */
async function obtainMissing(
  settings: BuildSettings,
  mayDownload: boolean,
): Promise<ReadonlyMap<PartName, Source>> {
  const { home, platform, report } = settings;
  // Asked again: another process may have worked while this one waited for the lock.
  const wanted = missingParts(home, platform);
  if (mayDownload) {
    await downloadMissing(settings);
  }
  const unavailable = missingParts(home, platform);
  if (mayDownload && unavailable.length > 0) {
    report(insteadOfDownload(unavailable));
  }
  await buildParts(unavailable, settings);
  return new Map(wanted.map((part) => [part.name, unavailable.includes(part) ? "build" : "download"]));
}

/** Downloads the CLI, which then installs the plugins. */
async function downloadMissing(settings: BuildSettings): Promise<void> {
  const { home, platform } = settings;
  const cli = partNamed("pulumi");
  if (missingParts(home, platform).some(({ archive }) => archive === cli.archive)) {
    await tryDownload(cli, settings, () => downloadCli(settings));
  }
  const entry = entryOf(cli, home, platform);
  if (entry === undefined) {
    return;
  }
  for (const plugin of missingParts(home, platform).filter(({ kind }) => kind === "plugin")) {
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

/** What happens because of a failed download, what that costs, and how to avoid it. */
function insteadOfDownload(unavailable: readonly Part[]): string {
  const costs = unavailable.map(({ build }) => build.cost);
  const minutes = costs.reduce((sum, cost) => sum + cost.minutes, 0);
  const memory = Math.max(...costs.map((cost) => cost.memory));
  const plugins = parts.filter(({ kind }) => kind === "plugin");
  const installed = plugins.map(({ name, version }) => `${name} ${version}`).join(" and ");
  return (
    `What could not be downloaded is built from its Go modules, once: about ${minutes} min on 2 cores ` +
    `and ${memory} GiB of memory. To avoid this, set HTTPS_PROXY or ${mirrorVariable}, or install Pulumi ` +
    `${oldestUsableCli} or later with the plugins ${installed} (pulumi plugin install resource NAME VERSION).`
  );
}

function fromInstallation({ part, path, version }: FoundPart): Step {
  return { placed: { part, path, own: false, companions: [] }, version, source: "path" };
}

function fromEntry(part: Part, home: string, platform: Platform, source: Source): Step {
  const entry = entryOf(part, home, platform);
  if (entry === undefined) {
    throw new Error(`${part.title} has vanished from the cache in ${home}`);
  }
  const companions = Object.keys(entry.files)
    .filter((file) => file !== part.file)
    .map((file) => join(entry.bin, file));
  const placed = { part, path: join(entry.bin, part.file), own: true, companions };
  return { placed, version: releaseOf(part, entry.source), source };
}

function toolchainOf(steps: readonly Step[], home: string, environment: NodeJS.ProcessEnv): Toolchain {
  const assembled: Assembled = assemble(
    home,
    steps.map(({ placed }) => placed),
  );
  const farthest = Math.max(...steps.map(({ source }) => sources.indexOf(source)));
  return {
    source: sources[farthest] ?? "cache",
    pulumi: assembled.pulumi,
    env: toolchainEnvironment(assembled, environment),
    exportLines: exportLines(assembled),
    parts: steps.map(({ placed, version, source }) => ({
      name: placed.part.name,
      version,
      source,
      path: placed.path,
    })),
  };
}
