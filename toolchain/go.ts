import { ToolchainError } from "./error";
import { oldestUsableGo } from "./parts";
import { capture } from "./run";

/**
 * The version of Go that will build in that folder, such as `go1.26.1`. Where Go may fetch the release that go.mod
 * names (GOTOOLCHAIN=auto, its default), an older installed Go is as good.
 */
export async function goVersionIn(folder: string, environment: NodeJS.ProcessEnv): Promise<string> {
  const answer = await capture("go", ["env", "GOVERSION"], { cwd: folder, env: environment });
  if (answer.missing) {
    throw new ToolchainError(
      `Go ${oldestUsableGo} or later is needed to build the toolchain, and no \`go\` is on PATH. ` +
        "Install it from https://go.dev/dl/ or with the system's package manager.",
    );
  }
  const version = answer.stdout.trim();
  if (answer.code !== 0 || !isUsableGo(version)) {
    throw new ToolchainError(
      `Go ${oldestUsableGo} or later is needed to build the toolchain, and the \`go\` on PATH cannot do it ` +
        `(${version || answer.stderr.trim()}). Install a newer one from https://go.dev/dl/, ` +
        "or allow Go to fetch one: GOTOOLCHAIN=auto.",
    );
  }
  return version;
}

/** Whether Go's own version string (`go1.26.1`) names a release that is new enough. */
export function isUsableGo(version: string): boolean {
  const found = /^go1\.(\d+)/.exec(version)?.[1];
  return found !== undefined && Number(found) >= Number(oldestUsableGo.split(".")[1]);
}
