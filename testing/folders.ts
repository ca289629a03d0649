import { mkdirSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { homeDir } from "./home";

/** Where the folders are that go with their local clouds. */
export const passingFolders = (): string => join(homeDir(), "testing");

/** Where a local cloud keeps what it holds, in the folder that it is given. */
export const dataDirOf = (folder: string): string => join(folder, "cloud");

/** A folder for one local cloud, which goes with it. */
export function newFolder(): string {
  mkdirSync(passingFolders(), { recursive: true, mode: 0o700 });
  return mkdtempSync(join(passingFolders(), "cloud-"));
}
