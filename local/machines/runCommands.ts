/** The commands that `runcmd` supports. They are a table, because none of them runs on this computer. */

export type ServiceAction = "enable" | "enable --now" | "disable" | "start" | "stop" | "restart" | "reload";

export type CommandStep =
  | { kind: "install" }
  | { kind: "service"; action: ServiceAction }
  | { kind: "test" }
  | { kind: "nothing"; text: string };

const service = (action: ServiceAction): CommandStep => ({ kind: "service", action });

/** A command's words, joined by single spaces and without `-y`, `-q` and `sudo`, and its effect. */
const COMMANDS: readonly { pattern: RegExp; step: CommandStep }[] = [
  { pattern: /^systemctl enable --now nginx(\.service)?$/, step: service("enable --now") },
  { pattern: /^systemctl enable nginx(\.service)? --now$/, step: service("enable --now") },
  { pattern: /^systemctl enable nginx(\.service)?$/, step: service("enable") },
  { pattern: /^systemctl disable nginx(\.service)?$/, step: service("disable") },
  { pattern: /^systemctl start nginx(\.service)?$/, step: service("start") },
  { pattern: /^systemctl stop nginx(\.service)?$/, step: service("stop") },
  { pattern: /^systemctl restart nginx(\.service)?$/, step: service("restart") },
  { pattern: /^systemctl reload nginx(\.service)?$/, step: service("reload") },
  { pattern: /^service nginx start$/, step: service("start") },
  { pattern: /^service nginx restart$/, step: service("restart") },
  { pattern: /^nginx -t$/, step: { kind: "test" } },
  { pattern: /^nginx -s reload$/, step: service("reload") },
  { pattern: /^(dnf|yum|apt-get|apt) install nginx$/, step: { kind: "install" } },
  {
    pattern: /^(apt-get update|apt update|dnf makecache|yum makecache|systemctl daemon-reload)$/,
    step: { kind: "nothing", text: "no effect in the local cloud" },
  },
];

const LEFT_OUT = new Set(["-y", "-q", "-qq", "--yes", "--assumeyes", "--quiet", "sudo"]);

/** Splits `a && b; c` and lines into separate commands. */
function singles(script: string): string[] {
  return script
    .split(/&&|;|\n/)
    .map((command) => command.trim())
    .filter((command) => command !== "" && !command.startsWith("#"));
}

/** The steps of one `runcmd` item (a shell command line, or a list of words), and its unsupported commands. */
export function readCommand(item: string | readonly string[]): { steps: CommandStep[]; problems: string[] } {
  const commands = typeof item === "string" ? singles(item) : [item.join(" ")];
  const steps: CommandStep[] = [];
  const problems: string[] = [];
  for (const command of commands) {
    const words = command.split(/\s+/).filter((word) => !LEFT_OUT.has(word));
    const known = COMMANDS.find(({ pattern }) => pattern.test(words.join(" ")));
    if (known) steps.push(known.step);
    else problems.push(`runcmd: the local cloud does not run the command "${command}"`);
  }
  return { steps, problems };
}
