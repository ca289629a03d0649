import { readdirSync, readFileSync } from "node:fs";
import { runVariable } from "../../../cli/recovery";

/** What the command kills. `program` is the user's program, `provider` also a dynamic provider. */
export const targets = ["engine", "provider", "program", "cloud"] as const;
export type Target = (typeof targets)[number];

const patterns: Readonly<Record<Exclude<Target, "cloud">, RegExp>> = {
  engine: /(^|\/)pulumi\0/,
  provider: /pulumi-resource-(alicloud|pulumi-nodejs)|dynamic-provider/,
  program: /cmd\/run\b/,
};

/** IDs of the processes of a run on a state folder, with the variable that all of them have. Linux only. */
export function findProcesses(target: Exclude<Target, "cloud">, backendDir: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => read(pid, "environ").split("\0").includes(`${runVariable}=${backendDir}`))
    .filter((pid) => patterns[target].test(read(pid, "cmdline")))
    .map(Number);
}

function read(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}
