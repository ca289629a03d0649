import { readFile, rename, writeFile } from "node:fs/promises";

/** What the first boot left behind: its user data is not applied again. */
export interface BootRecord {
  nginxInstalled: boolean;
  /** Whether Nginx starts with the instance: `systemctl enable`. */
  nginxEnabled: boolean;
  /** Why the first boot did not start Nginx; empty when it did. */
  failure: string;
}

/** Undefined before a first boot has ended, and for a file that was not written to its end. */
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
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export async function writeBootRecord(file: string, record: BootRecord): Promise<void> {
  await writeFile(`${file}.new`, `${JSON.stringify(record)}\n`);
  await rename(`${file}.new`, file);
}
