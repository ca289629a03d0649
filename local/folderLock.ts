import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { lock } from "proper-lockfile";

/** Milliseconds after which a lock that was not renewed belongs to a killed local cloud. */
const STALE = 10_000;
/** Milliseconds between two checks of the folder and its lock. */
const WATCH_INTERVAL = 1_000;

/** The exclusive use of a data folder. */
export interface FolderLock {
  /** Resolves with the reason when the folder or its lock is lost. Nothing may be written to the folder then. */
  lost: Promise<string>;
  release(): Promise<void>;
}

const formatLockPath = (dataDir: string): string => `${dataDir}.lock`;

/** A local cloud removes its lock when it stops. A folder without a lock may belong to a local cloud that is starting. */
export const hasLock = (dataDir: string): boolean => existsSync(formatLockPath(dataDir));

/**
 * Locks a data folder for one local cloud.
 *
 * @param dataDir - the real path of the folder, so that two links to one folder have the same lock
 * @throws if another local cloud has the lock
 */
export async function lockFolder(dataDir: string): Promise<FolderLock> {
  const lockPath = formatLockPath(dataDir);
  let report: (reason: string) => void = () => {};
  const lost = new Promise<string>((resolve) => {
    report = resolve;
  });
  const lockLost = `its lock ${lockPath} was removed, so another local cloud may use the folder`;
  const unlock = await lock(dataDir, {
    lockfilePath: lockPath,
    stale: STALE,
    realpath: false,
    onCompromised: () => report(lockLost),
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ELOCKED") throw error;
    throw new Error(
      `Another local cloud uses ${dataDir}, or used it up to 10 seconds ago and was killed. ` +
        "Stop it, wait a moment, or give another folder.",
    );
  });
  const [folderLost, removed] = await Promise.all([watchIdentity(dataDir), watchIdentity(lockPath)]);
  const timer = setInterval(async () => {
    if (await folderLost()) report(`its folder ${dataDir} was removed or replaced`);
    else if (await removed()) report(lockLost);
  }, WATCH_INTERVAL);
  timer.unref();
  return {
    lost,
    async release() {
      clearInterval(timer);
      await unlock().catch((error: NodeJS.ErrnoException) => {
        // A lost lock cannot be released.
        if (error.code !== "ERELEASED" && error.code !== "ENOTACQUIRED") throw error;
      });
    },
  };
}

/** Returns a function that tells whether a path no longer leads to the same file or folder. */
async function watchIdentity(path: string): Promise<() => Promise<boolean>> {
  const before = await stat(path);
  return () =>
    stat(path).then(
      ({ ino, dev }) => ino !== before.ino || dev !== before.dev,
      (error: NodeJS.ErrnoException) => error.code === "ENOENT",
    );
}
