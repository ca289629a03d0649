import { readFileSync } from "node:fs";
import { totalmem } from "node:os";
import { ToolchainError } from "./error";
import type { BuildCost, Part } from "./parts";

const gibibyte = 2 ** 30;

/** Memory available to a build in bytes: free memory within the limits of this process, and free swap. */
export function measureAvailableMemory(): number {
  // macOS compresses memory and swaps automatically. It therefore reports almost no free memory.
  return process.platform === "linux" ? process.availableMemory() + readFreeSwap() : totalmem();
}

/**
 * Memory strategy of a build: `ample` collects less garbage, `usual` uses the defaults of Go, `sparing` runs one
 * compiler at a time.
 */
export type Manner = "ample" | "usual" | "sparing";

/**
 * Selects the memory strategy for a build cost and an amount of memory in bytes. Rejects a build that would run out of
 * memory, and lists the fixes.
 */
export function chooseManner(part: Part, cost: BuildCost, available: number): Manner {
  const { memory, sparingMemory } = cost;
  if (available >= 2 * memory * gibibyte) {
    return "ample";
  }
  if (available >= memory * gibibyte) {
    return "usual";
  }
  if (available >= sparingMemory * gibibyte) {
    return "sparing";
  }
  throw new ToolchainError(
    `Building ${part.title} needs ${sparingMemory} GiB of free memory (better ${memory}), but only ` +
      `${(available / gibibyte).toFixed(1)} GiB are free. Close other programs, or add swap.`,
  );
}

/** Processors that one build keeps busy. Go compiles packages in parallel, but links alone. */
const processorsOfABuild = 2;

/**
 * Number of parts to build side by side: as many as have two processors and their memory each. Two builds compile the
 * packages that they share twice, so fewer processors gain nothing.
 */
export function countPartsAtATime(parts: readonly Part[], available: number, processors: number): number {
  const largest = Math.max(...parts.map(({ build }) => build.cost.memory)) * gibibyte;
  const fitting = Math.min(Math.floor(processors / processorsOfABuild), Math.floor(available / largest));
  return Math.max(1, Math.min(fitting, parts.length));
}

/** Environment that makes Go use a memory strategy, combined with the user's own variables. */
export function createMannerEnvironment(
  manner: Manner,
  cost: BuildCost,
  own: NodeJS.ProcessEnv,
): Record<string, string> {
  switch (manner) {
    case "ample":
      // Half as many garbage collections save a sixth of the compile time.
      return { GOGC: own.GOGC ?? "200", GOMEMLIMIT: own.GOMEMLIMIT ?? `${cost.memory}GiB` };
    case "usual":
      return {};
    case "sparing": {
      const limit = Math.max(1, cost.sparingMemory - 1);
      return { GOFLAGS: `${own.GOFLAGS ?? ""} -p=1`.trim(), GOMEMLIMIT: `${limit}GiB`, GOGC: "50" };
    }
  }
}

function readFreeSwap(): number {
  const kibibytes = /^SwapFree:\s+(\d+) kB$/m.exec(readFileSync("/proc/meminfo", "utf8"))?.[1];
  return Number(kibibytes ?? 0) * 1024;
}
