import type { ChildProcess } from "node:child_process";
import { isAlive } from "./processes";

/** The local cloud on which a stack runs. */
export interface WatchedCloud {
  pid: number;
  logFile: string;
}

const interval = 500;
/** Milliseconds until pulumi is interrupted again. Its second interrupt does not wait for the provider. */
const patience = 5_000;

/**
 * Interrupts pulumi if the local cloud ends. The provider would repeat its calls for minutes, and then report only a
 * refused connection.
 *
 * @returns a function that stops the watch. It returns what to tell the user, or undefined if the cloud still runs.
 */
export function watchCloud(
  { pid, logFile }: WatchedCloud,
  pulumi: ChildProcess,
  report: (message: string) => void,
): () => string | undefined {
  const message = `The local cloud (pid ${pid}) has ended while pulumi was running. Its log: ${logFile}. To continue, run the command again.`;
  const timers: NodeJS.Timeout[] = [];
  let reported = false;
  const check = () => {
    if (reported || isAlive(pid)) return;
    reported = true;
    report(message);
    pulumi.kill("SIGINT");
    timers.push(
      setTimeout(() => pulumi.kill("SIGINT"), patience),
      setTimeout(() => pulumi.kill("SIGKILL"), 3 * patience),
    );
  };
  timers.push(setInterval(check, interval));
  return () => {
    for (const timer of timers) clearTimeout(timer);
    return isAlive(pid) ? undefined : message;
  };
}
