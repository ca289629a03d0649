import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { readHostNames } from "./hostNames";
import { describeProcess, isAlive, type ProcessFacts } from "./processes";

/** Milliseconds by which the start of a process may seem later than it was: clocks count in different units. */
const tolerance = 2_000;

/** A lock of a stack, as Pulumi writes it. */
interface StackLock {
  pid: number;
  hostname: string;
  /** ISO 8601; undefined if it is missing or not valid. */
  timestamp: string | undefined;
}

/**
 * Finds a lock of a stack in a state folder that a process of this computer has left.
 *
 * @returns when the run began that held the lock; undefined without such a lock; empty if the lock does not say it
 */
export function findLeftLock(backendDir: string): string | undefined {
  const names = readHostNames(backendDir);
  const left = readLocks(backendDir).find(
    (lock) => names.includes(lock.hostname) && !holdsLock(lock, isAlive(lock.pid), describeProcess(lock.pid)),
  );
  return left && (left.timestamp ?? "");
}

/**
 * Whether a process still holds a lock. The system may have given the ID of an ended process to another program, which
 * started after the lock was taken. In doubt, the lock is held.
 */
export function holdsLock(
  { timestamp }: Pick<StackLock, "timestamp">,
  alive: boolean,
  facts: ProcessFacts | undefined,
): boolean {
  if (!alive) return false;
  if (timestamp === undefined || facts === undefined || facts.program.startsWith("pulumi")) return true;
  return facts.startedAt.getTime() <= Date.parse(timestamp) + tolerance;
}

function readLocks(backendDir: string): StackLock[] {
  return listFiles(join(backendDir, ".pulumi", "locks")).flatMap((file) => {
    const lock: unknown = parseFile(file);
    if (typeof lock !== "object" || lock === null || !("pid" in lock) || !("hostname" in lock)) return [];
    if (typeof lock.pid !== "number" || typeof lock.hostname !== "string") return [];
    const time = "timestamp" in lock ? String(lock.timestamp) : "";
    const timestamp = Number.isNaN(Date.parse(time)) ? undefined : time;
    return [{ pid: lock.pid, hostname: lock.hostname, timestamp }];
  });
}

/**
 * Removes incomplete files that a killed engine left beside its state files: metadata files, without which the state is
 * still readable. The engine replaces state files atomically. Returns the number of removed files.
 */
export function removeHalfWritten(backendDir: string): number {
  const half = listFiles(join(backendDir, ".pulumi")).filter(
    (file) => file.endsWith(".attrs") && parseFile(file) === undefined,
  );
  for (const file of half) rmSync(file);
  return half.length;
}

function listFiles(dir: string): string[] {
  if (!statSync(dir, { throwIfNoEntry: false })) return [];
  return readdirSync(dir)
    .map((name) => join(dir, name))
    .flatMap((path) => (statSync(path).isDirectory() ? listFiles(path) : [path]));
}

function parseFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
