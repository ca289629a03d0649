import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { locateToolchain } from "./cache";
import { findOnPath } from "./find";
import { withToolchainLock } from "./lock";
import { type PartName, parts, selectRelease } from "./parts";
import { findPlatform } from "./platform";
import { findEntry } from "./provide";
import type { Report } from "./report";

/** Current state of a part. */
export interface PartStatus {
  readonly name: PartName;
  readonly title: string;
  readonly version: string;
  /** Location of the part: the user's own installation, the cache (with its source), or missing. */
  readonly state: "path" | "built" | "downloaded" | "missing";
  /** Absolute path of the executable, if it exists. */
  readonly path?: string;
  /** Size in bytes, for a part in the cache. */
  readonly bytes?: number;
  /** When the cache received the part, ISO 8601. */
  readonly since?: string;
  /** Minutes that a build takes, for a missing part. */
  readonly buildMinutes?: number;
}

/** Current state of the toolchain. */
export interface ToolchainStatus {
  /** Folder of the toolchain's cache. */
  readonly folder: string;
  /** Whether no part needs a download or a build. */
  readonly ready: boolean;
  readonly parts: readonly PartStatus[];
  /** Why a `pulumi` on PATH is not used. */
  readonly remarks: readonly string[];
}

/** Reads the state of the toolchain. Changes nothing. */
export async function readToolchainStatus(options: {
  readonly home: string;
  readonly environment?: NodeJS.ProcessEnv;
}): Promise<ToolchainStatus> {
  const { home, environment = process.env } = options;
  const remarks: string[] = [];
  const found = await findOnPath(home, environment, (line) => remarks.push(line));
  const rows =
    found?.map(
      ({ part, version, path }): PartStatus => ({
        name: part.name,
        title: part.title,
        version,
        state: "path",
        path,
      }),
    ) ?? listCachedParts(home);
  const ready = rows.every(({ state }) => state !== "missing");
  return { folder: locateToolchain(home), ready, parts: rows, remarks };
}

function listCachedParts(home: string): PartStatus[] {
  const platform = findPlatform();
  return parts.map((part): PartStatus => {
    const { name, title, version, file, build } = part;
    const entry = findEntry(part, home, platform);
    if (entry === undefined) {
      return { name, title, version, state: "missing", buildMinutes: build.cost.minutes };
    }
    const state = entry.source === "build" ? "built" : "downloaded";
    const release = selectRelease(part, entry.source);
    const bytes = entry.files[file] ?? 0;
    return {
      name,
      title,
      version: release,
      state,
      path: join(entry.bin, file),
      bytes,
      since: entry.finished,
    };
  });
}

/**
 * Removes the toolchain from the cache, but not Go's own caches. Waits for other processes that use the cache.
 *
 * @returns the names of the removed entries
 */
export async function cleanToolchain(options: {
  readonly home: string;
  readonly report: Report;
}): Promise<string[]> {
  const folder = locateToolchain(options.home);
  if (!existsSync(folder)) {
    return [];
  }
  return withToolchainLock(options.home, options.report, async () => {
    const removed = readdirSync(folder).filter((name) => !name.startsWith("lock"));
    for (const name of removed) {
      rmSync(join(folder, name), { recursive: true, force: true });
    }
    return removed;
  });
}
