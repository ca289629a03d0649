import { mkdirSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { locateHome } from "./home";

/** Parent folder of the temporary folders that local clouds remove when they stop. */
export const locatePassingFolders = (): string => join(locateHome(), "testing");

/** Data folder of a local cloud, inside the folder that the caller chose. */
export const findDataDir = (folder: string): string => join(folder, "cloud");

/** Creates a temporary folder for one local cloud. */
export function createFolder(): string {
  mkdirSync(locatePassingFolders(), { recursive: true, mode: 0o700 });
  return mkdtempSync(join(locatePassingFolders(), "cloud-"));
}
