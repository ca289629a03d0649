import { ToolchainError } from "./error";
import { oldestUsableGo } from "./parts";
import { capture } from "./run";

/**
 * Returns the version of Go that builds in a folder, such as `go1.26.1`. An older installed Go is sufficient if it may
 * download the release that go.mod names (GOTOOLCHAIN=auto, the default).
 */
export async function readGoVersion(folder: string, environment: NodeJS.ProcessEnv): Promise<string> {
  const answer = await capture("go", ["env", "GOVERSION"], { cwd: folder, env: environment });
  if (answer.missing) {
    throw new ToolchainError(
      `Go ${oldestUsableGo} or later is required to build the toolchain, but PATH has no \`go\`. ` +
        "Install it from https://go.dev/dl/ or with the system's package manager.",
    );
  }
  const version = answer.stdout.trim();
  if (answer.code !== 0 || !isUsableGo(version)) {
    throw new ToolchainError(
      `Go ${oldestUsableGo} or later is required to build the toolchain, but the \`go\` on PATH is not usable ` +
        `(${version || answer.stderr.trim()}). Install a newer one from https://go.dev/dl/, ` +
        "or allow Go to fetch one: GOTOOLCHAIN=auto.",
    );
  }
  return version;
}

/** Whether a version string of Go (`go1.26.1`) names a supported release. */
export function isUsableGo(version: string): boolean {
  const found = /^go1\.(\d+)/.exec(version)?.[1];
  return found !== undefined && Number(found) >= Number(oldestUsableGo.split(".")[1]);
}
