import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename } from "node:path";

/** Clock ticks per second in `/proc`, which is 100 on all supported architectures. */
const ticksPerSecond = 100;

/** Whether a process with this ID runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user may not be signalled.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** A running process. */
export interface ProcessFacts {
  /** File name of the program, for example `pulumi`. */
  program: string;
  startedAt: Date;
}

/** Undefined if the process does not run, or the system does not tell. */
export function describeProcess(pid: number): ProcessFacts | undefined {
  try {
    return process.platform === "linux" ? readProc(pid) : runPs(pid);
  } catch {
    return undefined;
  }
}

function readProc(pid: number): ProcessFacts {
  const [program = ""] = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  // The second field is the program in parentheses, which may contain spaces.
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(")").at(-1)?.trim().split(" ") ?? [];
  const bootedAt = Number(/^btime (\d+)$/m.exec(readFileSync("/proc/stat", "utf8"))?.[1]);
  return {
    program: basename(program),
    startedAt: new Date((bootedAt + Number(fields[19]) / ticksPerSecond) * 1_000),
  };
}

function runPs(pid: number): ProcessFacts {
  const queryPs = (field: string) =>
    execFileSync("ps", ["-ww", "-o", `${field}=`, "-p", String(pid)], {
      encoding: "utf8",
      env: { ...process.env, LC_ALL: "C" },
    }).trim();
  return { program: basename(queryPs("comm")), startedAt: new Date(queryPs("lstart")) };
}
