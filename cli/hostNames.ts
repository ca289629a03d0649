import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";

/** Host names of this computer, by the identity of the computer. The folder may be on a disk of several computers. */
type HostNames = Record<string, string[]>;

const locateFile = (backendDir: string) => join(backendDir, "hosts.json");

/** Stores the host name of this computer, so that a lock of an earlier run is recognized after the name has changed. */
export function rememberHostName(backendDir: string): void {
  const id = readMachineId();
  if (id === undefined) return;
  const names = read(backendDir);
  const own = names[id] ?? [];
  if (own.includes(hostname())) return;
  writeFileSync(locateFile(backendDir), JSON.stringify({ ...names, [id]: [...own, hostname()] }), {
    mode: 0o600,
  });
}

/** The present host name of this computer, and all that were stored for it. */
export function readHostNames(backendDir: string): readonly string[] {
  const id = readMachineId();
  return [hostname(), ...(id === undefined ? [] : (read(backendDir)[id] ?? []))];
}

function read(backendDir: string): HostNames {
  try {
    return JSON.parse(readFileSync(locateFile(backendDir), "utf8"));
  } catch {
    return {};
  }
}

/** An identity of this computer that does not depend on its name, as a hash. Undefined if the system has none. */
function readMachineId(): string | undefined {
  try {
    const id =
      process.platform === "darwin" ? readPlatformId() : readFileSync("/etc/machine-id", "utf8").trim();
    return id === "" ? undefined : createHash("sha256").update(id).digest("hex").slice(0, 16);
  } catch {
    return undefined;
  }
}

function readPlatformId(): string {
  const text = execFileSync("ioreg", ["-rd1", "-c", "IOPlatformExpertDevice"], { encoding: "utf8" });
  return /"IOPlatformUUID" = "([^"]+)"/.exec(text)?.[1] ?? "";
}
