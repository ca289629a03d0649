import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";

/** Whether a stack in a state folder is locked by a process of this machine that has ended. */
export function leftLocked(backendDir: string): boolean {
  return files(join(backendDir, ".pulumi", "locks")).some((file) => {
    const lock: unknown = parsed(file);
    if (typeof lock !== "object" || lock === null || !("pid" in lock) || !("hostname" in lock)) return false;
    return lock.hostname === hostname() && typeof lock.pid === "number" && !isAlive(lock.pid);
  });
}

/**
 * Removes incomplete files that a killed engine left beside its state files: metadata files, without which the state is
 * still readable. The engine replaces state files atomically. Returns the number of removed files.
 */
export function removeHalfWritten(backendDir: string): number {
  const half = files(join(backendDir, ".pulumi")).filter(
    (file) => file.endsWith(".attrs") && parsed(file) === undefined,
  );
  for (const file of half) rmSync(file);
  return half.length;
}

function files(dir: string): string[] {
  if (!statSync(dir, { throwIfNoEntry: false })) return [];
  return readdirSync(dir)
    .map((name) => join(dir, name))
    .flatMap((path) => (statSync(path).isDirectory() ? files(path) : [path]));
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/** Whether a process with this ID runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
