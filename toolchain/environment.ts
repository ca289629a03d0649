import { delimiter } from "node:path";
import type { Assembled } from "./assemble";

/** Settings besides PATH with which the engine uses the assembled parts, and asks nothing of the internet. */
function settings(assembled: Assembled): Record<string, string> {
  return {
    PULUMI_HOME: assembled.pulumiHome,
    // The engine would fetch a plugin for every package in node_modules that has one, used or not.
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
}

/** Environment variables for a child process, to be put over the caller's own. */
export function toolchainEnvironment(assembled: Assembled, own: NodeJS.ProcessEnv): Record<string, string> {
  const path = own.PATH;
  return {
    PATH: path === undefined ? assembled.bin : `${assembled.bin}${delimiter}${path}`,
    ...settings(assembled),
  };
}

/** The same as lines for a POSIX shell: `eval "$(…)"`. Said twice, it changes nothing more. */
export function exportLines(assembled: Assembled): string {
  const bin = quoted(assembled.bin);
  return [
    `case ":$PATH:" in *:${bin}:*) ;; *) export PATH=${bin}:"$PATH" ;; esac`,
    ...Object.entries(settings(assembled)).map(([name, value]) => `export ${name}=${quoted(value)}`),
  ].join("\n");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
