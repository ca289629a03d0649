import { type ChildProcess, spawn } from "node:child_process";

/**
 * Reads lines `+ GROUP` and `- GROUP`, and ends the remaining process groups when its input ends: the system closes the
 * input when this process ends, however it ends.
 */
const SCRIPT = `
groups=
while read -r sign group; do
  others=
  for it in $groups; do [ "$it" = "$group" ] || others="$others $it"; done
  groups=$others
  [ "$sign" = - ] || groups="$groups $group"
done
for it in $groups; do kill -s KILL -- "-$it"; done
`;

const groups = new Set<number>();
let reaper: ChildProcess | undefined;

/** Ends a process group when this process ends, even if it is killed. */
export function reapWithUs(group: number): void {
  groups.add(group);
  if (reaper) tell("+", group);
  else start();
}

/** The process group has ended. Its ID may belong to other processes soon. */
export function forget(group: number): void {
  groups.delete(group);
  tell("-", group);
}

function start(): void {
  const child = spawn("sh", ["-c", SCRIPT], {
    // A separate session: an interrupt from the keyboard or the end of the terminal does not reach it.
    detached: true,
    env: { PATH: "/usr/bin:/bin" },
    stdio: ["pipe", "ignore", "ignore"],
  });
  reaper = child;
  const gone = () => {
    if (reaper !== child) return;
    reaper = undefined;
    // Somebody ended it. Without a shell, which every supported system has, the next start of an instance fails too.
    if (groups.size > 0 && child.pid !== undefined) start();
  };
  child.once("exit", gone);
  child.once("error", gone);
  child.stdin?.on("error", () => {});
  // It must not keep this process running.
  child.unref();
  if (child.stdin && "unref" in child.stdin && typeof child.stdin.unref === "function") child.stdin.unref();
  for (const group of groups) tell("+", group);
}

function tell(sign: "+" | "-", group: number): void {
  reaper?.stdin?.write(`${sign} ${group}\n`);
}
