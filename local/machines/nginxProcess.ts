import { type ChildProcess, execFile, spawn } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { quote } from "./nginxSyntax";
import { forget, reapWithUs } from "./reaper";
import type { Command } from "./wall";

const run = promisify(execFile);

/** Time-out until Nginx accepts connections, in milliseconds. */
const START_DEADLINE = 15_000;
/** Time-out for each of SIGQUIT and SIGTERM before the next signal, in milliseconds. */
const STOP_DEADLINE = 3_000;

/**
 * Excludes the environment of this computer: a variable NGINX would even make Nginx inherit sockets. PATH contains
 * unshare and mount.
 */
export const NGINX_ENVIRONMENT = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" };

/**
 * Arguments that distinguish the Nginx process of one instance from all others: a variable that the process sets for
 * itself.
 */
export function createMark(folder: string): string[] {
  return ["-g", `env ${quote(`LOCAL_CLOUD_INSTANCE=${folder}/`)};`];
}

export interface NginxOptions {
  /** The command that runs Nginx. Its arguments identify the folder with {@link createMark}. */
  command: Command;
  pidFile: string;
  /** Loopback ports that must accept connections before Nginx counts as started. */
  ports: readonly number[];
  onExit(description: string): void;
}

/** Nginx ended before it accepted connections. */
export class NginxStartError extends Error {
  /** Another program has taken a port. A second attempt with other ports may succeed. */
  readonly portTaken: boolean;

  constructor(readonly output: string) {
    super(output);
    this.portTaken = /Address already in use/i.test(output);
  }
}

/** An Nginx in the foreground, as a child of this process and in a separate process group. */
export class NginxProcess {
  private stopping = false;

  private constructor(
    private readonly child: ChildProcess,
    private readonly pid: number,
    private readonly ended: Promise<void>,
  ) {}

  static async start(options: NginxOptions): Promise<NginxProcess> {
    await rm(options.pidFile, { force: true });
    const { file, args, cwd } = options.command;
    const child = spawn(file, args, {
      cwd,
      // A separate group: an interrupt from the keyboard reaches only the server, which then stops this process in
      // order.
      detached: true,
      env: NGINX_ENVIRONMENT,
      stdio: ["ignore", "ignore", "pipe"],
    });
    let output = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      output = (output + text).slice(-8_000);
    });
    let failure: Error | undefined;
    let exit: string | undefined;
    const ended = new Promise<void>((resolve) => {
      child.once("error", (error) => {
        failure = error;
        resolve();
      });
      child.once("close", (code, signal) => {
        exit = signal === null ? `exited with status ${code}` : `was ended by ${signal}`;
        resolve();
      });
    });
    const pid = child.pid;
    if (pid === undefined) {
      await ended;
      throw new NginxStartError(failure?.message ?? "the program could not be started");
    }
    reapWithUs(pid);
    void ended.then(() => {
      // Workers outlive a master that was killed.
      signal(-pid, "SIGKILL");
      forget(pid);
    });
    const process = new NginxProcess(child, pid, ended);
    const deadline = Date.now() + START_DEADLINE;
    while (!(await isUp(options, pid))) {
      if (exit !== undefined || failure)
        throw new NginxStartError(output.trim() || (failure?.message ?? `Nginx ${exit}`));
      if (Date.now() > deadline) {
        await process.stop();
        throw new NginxStartError(
          `Nginx accepted no connection within ${START_DEADLINE / 1000} s. ${output.trim()}`,
        );
      }
      await Promise.race([ended, sleep(15)]);
    }
    void ended.then(() => {
      if (!process.stopping) options.onExit(exit ?? "ended");
    });
    return process;
  }

  /** Ends the process: first gracefully, then immediately. Resolves when the process has ended. */
  async stop(): Promise<void> {
    this.stopping = true;
    await endProcess(this.pid, async () => this.child.exitCode !== null || this.child.signalCode !== null);
    await this.ended;
  }
}

/** Nginx writes its PID file after it has bound its ports. With that file, the port belongs to this Nginx. */
async function isUp({ pidFile, ports }: NginxOptions, pid: number): Promise<boolean> {
  const written = await readFile(pidFile, "utf8").catch(() => "");
  if (Number(written.trim()) !== pid) return false;
  return (await Promise.all(ports.map(accepts))).every((up) => up);
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    // The process has already ended, which was the purpose of the signal.
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

async function endProcess(pid: number, isGone: () => Promise<boolean>): Promise<void> {
  for (const name of ["SIGQUIT", "SIGTERM"] as const) {
    if (await isGone()) return;
    signal(pid, name);
    const deadline = Date.now() + STOP_DEADLINE;
    while (!(await isGone()) && Date.now() < deadline) await sleep(15);
  }
  // The signal goes to the whole group, because workers outlive a killed master.
  if (!(await isGone())) signal(-pid, "SIGKILL");
}

async function commandLine(pid: number): Promise<string> {
  const proc = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => undefined);
  if (proc !== undefined) return proc.replaceAll("\0", " ");
  const listed = await run("ps", ["-ww", "-o", "command=", "-p", String(pid)]).catch(() => ({ stdout: "" }));
  return listed.stdout;
}

/**
 * Ends the Nginx that a killed server left running. The process ID may belong to another program by now. Only a process
 * with an Nginx command line and the mark of this instance gets a signal.
 *
 * @returns Whether such a process was running.
 */
export async function endLeftover(pidFile: string, folder: string): Promise<boolean> {
  const pid = Number((await readFile(pidFile, "utf8").catch(() => "")).trim());
  if (!Number.isInteger(pid) || pid <= 1) return false;
  // The command line is empty for a process that has ended, or is a zombie.
  const isOurs = async (): Promise<boolean> => {
    const command = await commandLine(pid);
    return command.includes("nginx") && command.includes(createMark(folder).join(" "));
  };
  if (!(await isOurs())) return false;
  await endProcess(pid, async () => !(await isOurs()));
  await rm(pidFile, { force: true });
  return true;
}
