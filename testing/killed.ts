import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { endKilled } from "../local/cloud";
import { findDataDir, locatePassingFolders } from "./folders";

/** Ends processes of killed local clouds that had a temporary folder, and removes the folders. */
export async function clearKilled(log: (line: string) => void): Promise<void> {
  for (const name of await readdir(locatePassingFolders()).catch(() => [])) {
    const folder = join(locatePassingFolders(), name);
    try {
      if (!(await endKilled(findDataDir(folder)))) continue;
      await rm(folder, { recursive: true, force: true });
      log(`removed ${folder} of a killed local cloud`);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log(`could not remove ${folder} of a killed local cloud: ${reason}`);
    }
  }
}
