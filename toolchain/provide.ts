import { join } from "node:path";
import { type Assembled, assemble, type Placed } from "./assemble";
import { type BuildSettings, buildParts } from "./build";
import { type CacheEntry, cachedEntry } from "./cache";
import { downloadPart } from "./download";
import { exportLines, toolchainEnvironment } from "./environment";
import { type FoundPart, findOnPath } from "./find";
import { archiveKey, buildKey } from "./key";
import { withToolchainLock } from "./lock";
import { type Part, type PartName, parts, releaseOf } from "./parts";
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
  /** Default: this process's. ALICLOUD_VPC_API_OFFLINE=1 in it skips the official download. */
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
  return provideFromCache(options, environment.ALICLOUD_VPC_API_OFFLINE !== "1", remarks);
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

/** Fetches or builds what the cache lacks, and tells which part came how. Call it with the lock held. */
async function obtainMissing(
  settings: BuildSettings,
  mayDownload: boolean,
): Promise<ReadonlyMap<PartName, Source>> {
  const { home, platform } = settings;
  // Asked again: another process may have worked while this one waited for the lock.
  const wanted = missingParts(home, platform);
  if (mayDownload) {
    const byArchive = new Map(wanted.map((part) => [part.archive, part]));
    for (const part of byArchive.values()) {
      await tryDownload(part, settings);
    }
  }
  const unavailable = missingParts(home, platform);
  await buildParts(unavailable, settings);
  return new Map(wanted.map((part) => [part.name, unavailable.includes(part) ? "build" : "download"]));
}

async function tryDownload(part: Part, settings: BuildSettings): Promise<void> {
  const { report, signal } = settings;
  report(`Fetching ${part.title} ${part.version} from Pulumi …`);
  try {
    await downloadPart(part, settings);
  } catch (error) {
    signal.throwIfAborted();
    report(`Not fetched: ${error instanceof Error ? error.message : String(error)}.`);
  }
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
