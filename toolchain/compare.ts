import { join } from "node:path";
import { buildParts, buildWhole } from "./build";
import { type CacheEntry, readEntry } from "./cache";
import { ToolchainError } from "./error";
import { deriveBuildKey, deriveWholeKey } from "./key";
import { withToolchainLock } from "./lock";
import { type Part, parts } from "./parts";
import { findPlatform } from "./platform";
import type { Report } from "./report";
import { capture } from "./run";

/** Comparison of a plugin built from reduced modules with one built from whole modules. */
export interface Comparison {
  readonly title: string;
  /** Whether both have the same description of resources, functions and properties, byte for byte. */
  readonly same: boolean;
  /** Length of the description from reduced modules in bytes. */
  readonly described: number;
  /** Sizes of the executables in bytes. */
  readonly bytes: { readonly reduced: number; readonly whole: number };
}

/**
 * Builds each plugin from reduced and from whole modules, unless the cache contains it, and compares their
 * descriptions. Run it after a version change.
 */
export function compareModules(options: {
  readonly home: string;
  readonly report: Report;
  readonly environment?: NodeJS.ProcessEnv;
}): Promise<readonly Comparison[]> {
  const { home, report, environment = process.env } = options;
  const platform = findPlatform();
  return withToolchainLock(home, report, async (signal) => {
    const settings = { home, root: __dirname, platform, report, signal, environment };
    const plugins = parts.filter(({ build }) => build.wholeCost !== undefined);
    const findReducedEntry = (part: Part) => readEntry(home, deriveBuildKey(part, __dirname, platform));
    await buildParts(
      plugins.filter((part) => findReducedEntry(part) === undefined),
      settings,
    );
    const comparisons: Comparison[] = [];
    for (const part of plugins) {
      const reduced = findReducedEntry(part);
      if (reduced === undefined || !reduced.origin.endsWith("reduced modules")) {
        throw new ToolchainError(
          `${part.title} could not be built from reduced modules, so there is nothing to compare. ` +
            "Run: npm run toolchain -- clean, then build. The first error of the build is printed.",
        );
      }
      const whole =
        readEntry(home, deriveWholeKey(part, __dirname, platform)) ?? (await buildWhole(part, settings));
      comparisons.push(await compareEntries(part, reduced, whole));
    }
    return comparisons;
  });
}

async function compareEntries(part: Part, reduced: CacheEntry, whole: CacheEntry): Promise<Comparison> {
  const [ours, theirs] = [await describe(part, reduced), await describe(part, whole)];
  const findSize = ({ files }: CacheEntry) => files[part.file] ?? 0;
  return {
    title: part.title,
    same: ours === theirs,
    described: Buffer.byteLength(ours),
    bytes: { reduced: findSize(reduced), whole: findSize(whole) },
  };
}

async function describe(part: Part, { bin }: CacheEntry): Promise<string> {
  const path = join(bin, part.file);
  const { code, stdout, stderr } = await capture(path, ["describe"]);
  if (code !== 0) {
    throw new ToolchainError(`${path} describe failed: ${stderr.trim()}`);
  }
  return stdout;
}
