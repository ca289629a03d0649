import { delimiter } from "node:path";
import type { Assembled } from "./assemble";

/** Variables besides PATH that make the engine use the assembled parts without access to the internet. */
function createSettings(assembled: Assembled): Record<string, string> {
  return {
    PULUMI_HOME: assembled.pulumiHome,
    // Without this variable, the engine downloads a plugin for every package in node_modules that declares one.
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
}

/** Variables that a child process sets over the caller's environment. */
export function createToolchainEnvironment(
  assembled: Assembled,
  own: NodeJS.ProcessEnv,
): Record<string, string> {
  const path = own.PATH;
  return {
    PATH: path === undefined ? assembled.bin : `${assembled.bin}${delimiter}${path}`,
    ...createSettings(assembled),
  };
}

/** The same variables as lines for a POSIX shell: `eval "$(…)"`. Repeating them has no further effect. */
export function formatExports(assembled: Assembled): string {
  const bin = quote(assembled.bin);
  return [
    `case ":$PATH:" in *:${bin}:*) ;; *) export PATH=${bin}:"$PATH" ;; esac`,
    ...Object.entries(createSettings(assembled)).map(([name, value]) => `export ${name}=${quote(value)}`),
  ].join("\n");
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
