import { readFile, rename, writeFile } from "node:fs/promises";
import { parseJson } from "../parsing";

/** Result of the first boot. Its user data is not applied again. */
export interface BootRecord {
  nginxInstalled: boolean;
  /** Whether Nginx starts with the instance: `systemctl enable`. */
  nginxEnabled: boolean;
  /** Why the first boot did not start Nginx. Empty if it did. */
  failure: string;
}

/** Undefined before the end of a first boot, and for an incomplete file. */
export async function readBootRecord(file: string): Promise<BootRecord | undefined> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const value = parsed(text);
  if (typeof value !== "object" || value === null) return undefined;
  if (!("nginxInstalled" in value && "nginxEnabled" in value && "failure" in value)) return undefined;
  return {
    nginxInstalled: value.nginxInstalled === true,
    nginxEnabled: value.nginxEnabled === true,
    failure: String(value.failure),
  };
}

function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

export async function writeBootRecord(file: string, record: BootRecord): Promise<void> {
  await writeFile(`${file}.new`, `${JSON.stringify(record)}\n`);
  await rename(`${file}.new`, file);
}
