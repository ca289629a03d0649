import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { StackOutputs } from "../stackOutputs";
import type { Report } from "./report";

/** Looks for the stack's secrets, and for any private key, where they must not be in the clear. */
export function checkSecrets(
  outputs: StackOutputs,
  backendDir: string,
  printed: string,
  report: Report,
): void {
  const secrets = Object.values(outputs.apps).flatMap(({ appCode, appKey, appSecret }) => [
    appCode,
    appKey,
    appSecret,
  ]);
  const files = allFiles(backendDir);
  const leaking = files.filter((file) => holdsSecret(readFileSync(file, "utf8"), secrets));
  report.check(
    "no_secret_in_state",
    files.length > 0 && leaking.length === 0,
    `found in ${leaking.length} of ${files.length} files`,
  );
  report.check(
    "no_secret_printed",
    printed !== "" && !holdsSecret(printed, secrets),
    "found in what was printed",
  );
}

function holdsSecret(text: string, secrets: string[]): boolean {
  return /PRIVATE KEY/.test(text) || secrets.some((secret) => text.includes(secret));
}

function allFiles(dir: string): string[] {
  return readdirSync(dir)
    .map((name) => join(dir, name))
    .flatMap((path) => (statSync(path).isDirectory() ? allFiles(path) : [path]));
}
