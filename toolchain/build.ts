import { mkdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { type CacheEntry, fillEntry, locateToolchain } from "./cache";
import { compile } from "./compile";
import { BuildError, ToolchainError } from "./error";
import { readGoVersion } from "./go";
import { buildFlags, createBuildEnvironment, deriveBuildKey, deriveWholeKey } from "./key";
import { chooseManner, countPartsAtATime, createMannerEnvironment, measureAvailableMemory } from "./memory";
import type { BuildCost, Part } from "./parts";
import { type ReduceSettings, withReducedModules } from "./reduce";
import type { Report } from "./report";
import { capture } from "./run";

/** Inputs of a build. Of the environment, it uses PATH, GOPROXY, GOFLAGS and similar variables. */
export interface BuildSettings extends ReduceSettings {
  readonly report: Report;
  /** Memory limit of the build in bytes; default: the free memory. */
  readonly memory?: number;
  /** Number of processors; default: those of the machine. */
  readonly processors?: number;
  /** Number of builds that share the memory; default: one. */
  readonly atATime?: number;
}

/**
 * Builds parts from their Go modules into the cache, side by side if processors and memory allow it. The caller must
 * hold the toolchain's lock.
 */
export function buildParts(parts: readonly Part[], settings: BuildSettings): Promise<void> {
  return withReducedModules(settings, async (reducedModules) => {
    const { memory = measureAvailableMemory(), processors = availableParallelism() } = settings;
    const atATime = countPartsAtATime(parts, memory, processors);
    const end = new AbortController();
    const signal = AbortSignal.any([settings.signal, end.signal]);
    const own = { ...settings, signal, atATime };
    const preparation = prepare(parts.slice(atATime), own, reducedModules);
    const waiting = [...parts];
    const builds = Array.from({ length: atATime }, async () => {
      for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
        await buildPart(part, own, reducedModules);
      }
    });
    try {
      await Promise.all(builds);
    } finally {
      end.abort();
      await Promise.allSettled([preparation, ...builds]);
    }
  });
}

/**
 * Downloads and reduces the modules of the later parts while Go compiles the first one. It ignores a failure, because
 * the build of the part fails in the same way and reports it.
 */
async function prepare(
  later: readonly Part[],
  settings: BuildSettings,
  reducedModules: () => Promise<string>,
): Promise<void> {
  const { root, platform, signal } = settings;
  const env = { ...settings.environment, ...createBuildEnvironment(platform) };
  for (const { build } of later) {
    if (signal.aborted) return;
    try {
      const modfile = build.wholeCost === undefined ? [] : [`-modfile=${await reducedModules()}`];
      const words = ["list", "-deps", ...buildFlags, ...modfile, build.package];
      await capture("go", words, { cwd: join(root, build.module), env, signal });
    } catch {}
  }
}

/** Builds a part from whole modules into a separate cache entry, for the comparison with the reduced one. */
export function buildWhole(part: Part, settings: BuildSettings): Promise<CacheEntry> {
  const key = deriveWholeKey(part, settings.root, settings.platform);
  return fillWith(key, part, settings, (bin) => buildFrom("whole", bin, part, settings));
}

/** Builds a part from reduced modules if there are any. If that fails, it builds from whole modules. */
function buildPart(
  part: Part,
  settings: BuildSettings,
  reducedModules: () => Promise<string>,
): Promise<CacheEntry> {
  const key = deriveBuildKey(part, settings.root, settings.platform);
  return fillWith(key, part, settings, async (bin) => {
    const { wholeCost } = part.build;
    if (wholeCost === undefined) {
      return buildFrom("whole", bin, part, settings);
    }
    try {
      return await buildFrom({ modfile: await reducedModules() }, bin, part, settings);
    } catch (error) {
      if (!(error instanceof BuildError) || error.ofMachine) throw error;
      settings.report(
        `Building ${part.title} from reduced modules failed: ${error.summary}\n` +
          `It is now built from the complete modules, which takes about ${wholeCost.minutes} min on 2 cores ` +
          `and ${wholeCost.memory} GiB of memory.`,
      );
      return buildFrom("whole", bin, part, settings);
    }
  });
}

/**
 * Fills a cache entry with the result of `build`, which also names the modules used. Fails if the sources of the part
 * change in the meantime.
 */
async function fillWith(
  key: string,
  part: Part,
  settings: BuildSettings,
  build: (bin: string) => Promise<string>,
): Promise<CacheEntry> {
  const { home, root, platform } = settings;
  const before = deriveBuildKey(part, root, platform);
  const environment = { ...settings.environment, ...createBuildEnvironment(platform) };
  const version = await readGoVersion(join(root, part.build.module), environment);
  return fillEntry(home, key, [part.file], async (bin) => {
    const modules = await build(bin);
    if (deriveBuildKey(part, root, platform) !== before) {
      throw new ToolchainError(`The Go files of ${part.title} changed during the build. Start again.`);
    }
    return { source: "build", origin: `${version}, ${modules}` };
  });
}

/** Builds a part into a folder and names the modules that it used. */
async function buildFrom(
  modules: "whole" | { readonly modfile: string },
  bin: string,
  part: Part,
  settings: BuildSettings,
): Promise<"whole modules" | "reduced modules"> {
  const { home, root, platform, report, signal, memory = measureAvailableMemory(), atATime = 1 } = settings;
  const { cost, wholeCost = cost } = part.build;
  const whole = modules === "whole";
  const taken: BuildCost = whole ? wholeCost : cost;
  // Whole modules in place of reduced ones are an exception, which may use what the other builds leave.
  const manner = chooseManner(part, taken, taken === cost ? memory / atATime : memory);
  if (manner === "sparing") {
    report(`Little memory is free: the build of ${part.title} uses less memory and takes longer.`);
  }
  const logs = join(locateToolchain(home), "logs");
  mkdirSync(logs, { recursive: true });
  const usual = { ...settings.environment, ...createBuildEnvironment(platform) };
  const { ldflags, package: goPackage } = part.build;
  const modfile = whole ? [] : [`-modfile=${modules.modfile}`];
  const output = join(bin, part.file);
  await compile({
    title: part.title,
    minutes: taken.minutes,
    folder: join(root, part.build.module),
    words: ["build", "-v", ...buildFlags, ...modfile, "-ldflags", ldflags, "-o", output, goPackage],
    log: join(logs, `${deriveBuildKey(part, root, platform)}-${whole ? "whole" : "reduced"}.log`),
    environment: { ...usual, ...createMannerEnvironment(manner, taken, usual) },
    report,
    signal,
  });
  return whole ? "whole modules" : "reduced modules";
}
