import { readFileSync } from "node:fs";
import { totalmem } from "node:os";
import { ToolchainError } from "./error";
import type { BuildCost, Part } from "./parts";

const gibibyte = 2 ** 30;

/** Memory that a build may take, in bytes: what is free within this process's limits, and free swap. */
export function availableMemory(): number {
  // macOS compresses and swaps by itself and reports next to nothing as free.
  return process.platform === "linux" ? process.availableMemory() + freeSwap() : totalmem();
}

/** How a build treats memory: it spares collecting garbage, does as Go does, or runs one compiler at a time. */
export type Manner = "ample" | "usual" | "sparing";

/**
 * How to do a build of that cost with that much memory, in bytes. Refuses a build that would run out of memory
 * half-way, with the remedies.
 */
export function mannerOfBuilding(part: Part, cost: BuildCost, available: number): Manner {
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
    `Building ${part.title} needs ${sparingMemory} GiB of free memory (better ${memory}), there are ` +
      `${(available / gibibyte).toFixed(1)} GiB. Close other programs, or add swap.`,
  );
}

/** Environment that makes Go build in that manner, with what the user sets. */
export function mannerEnvironment(
  manner: Manner,
  cost: BuildCost,
  own: NodeJS.ProcessEnv,
): Record<string, string> {
  switch (manner) {
    case "ample":
      // Half as many collections save a sixth of the compiler's time.
      return { GOGC: own.GOGC ?? "200", GOMEMLIMIT: own.GOMEMLIMIT ?? `${cost.memory}GiB` };
    case "usual":
      return {};
    case "sparing": {
      const limit = Math.max(1, cost.sparingMemory - 1);
      return { GOFLAGS: `${own.GOFLAGS ?? ""} -p=1`.trim(), GOMEMLIMIT: `${limit}GiB`, GOGC: "50" };
    }
  }
}

function freeSwap(): number {
  const kibibytes = /^SwapFree:\s+(\d+) kB$/m.exec(readFileSync("/proc/meminfo", "utf8"))?.[1];
  return Number(kibibytes ?? 0) * 1024;
}
