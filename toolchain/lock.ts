import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { lock } from "proper-lockfile";
import { locateToolchain, writeFileAtOnce } from "./cache";
import { ToolchainError } from "./error";
import type { Report } from "./report";

/** Milliseconds without a renewal after which a lock counts as abandoned. */
const staleAfter = 30_000;
const askEvery = 500;

/**
 * Runs `work` while no other process builds, downloads or cleans in the same cache folder. While it waits for another
 * process, it reports that process once. The signal fires if the lock is lost, which happens only if somebody removes
 * it.
 */
export async function withToolchainLock<T>(
  home: string,
  report: Report,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const folder = locateToolchain(home);
  mkdirSync(folder, { recursive: true });
  const lost = new AbortController();
  const release = await acquire(folder, report, lost);
  try {
    writeFileAtOnce(locateHolderFile(folder), JSON.stringify(describeThisProcess()));
    return await work(lost.signal);
  } finally {
    if (!lost.signal.aborted) {
      rmSync(locateHolderFile(folder), { force: true });
      await release();
    }
  }
}

async function acquire(folder: string, report: Report, lost: AbortController): Promise<() => Promise<void>> {
  for (let reported = false; ; reported = true) {
    try {
      return await lock(folder, {
        lockfilePath: join(folder, "lock"),
        stale: staleAfter,
        onCompromised: (cause) =>
          lost.abort(new ToolchainError(`The lock of the toolchain in ${folder} was lost: ${cause.message}`)),
      });
    } catch (error) {
      if (!isLocked(error)) {
        throw error;
      }
    }
    if (!reported) {
      report(`Waiting for ${readHolder(folder)}, which uses the toolchain in ${folder}.`);
    }
    await pause(askEvery);
  }
}

function isLocked(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ELOCKED";
}

function locateHolderFile(folder: string): string {
  return join(folder, "lock-holder.json");
}

function describeThisProcess(): { holder: string } {
  return { holder: `process ${process.pid} on ${hostname()} (since ${new Date().toISOString()})` };
}

function readHolder(folder: string): string {
  try {
    const value: unknown = JSON.parse(readFileSync(locateHolderFile(folder), "utf8"));
    if (
      typeof value === "object" &&
      value !== null &&
      "holder" in value &&
      typeof value.holder === "string"
    ) {
      return value.holder;
    }
  } catch {
    // The file is not written yet, or is being replaced. The lock itself is sufficient.
  }
  return "another process";
}
