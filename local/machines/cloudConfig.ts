import { parse, YAMLParseError } from "yaml";
import { lookup } from "./lookup";
import { type CommandStep, readCommand } from "./runCommands";

/** A file that the user data asks for; the path is the guest's. */
export interface GuestFile {
  path: string;
  content: Buffer;
  /** Permission bits. */
  mode: number;
  append: boolean;
}

export type BootStep = { kind: "write"; file: GuestFile } | CommandStep;

/** What an instance does at its first boot. With problems it does nothing but report them. */
export interface BootPlan {
  steps: BootStep[];
  problems: string[];
}

/** Keys of cloud-config without effect here, with what stands behind that. */
export const NO_EFFECT: Readonly<Record<string, string>> = {
  package_update: "packages come from this computer",
  package_upgrade: "packages come from this computer",
  package_reboot_if_required: "nothing here asks for a reboot",
  hostname: "no program of the instance reads it",
  fqdn: "no program of the instance reads it",
  preserve_hostname: "no program of the instance reads it",
  manage_etc_hosts: "no program of the instance reads it",
  timezone: "logs keep this computer's time zone",
  locale: "no program of the instance reads it",
  ntp: "the clock is this computer's",
  final_message: "the console log has its own end",
  users: "nobody logs in to an instance",
  ssh_authorized_keys: "nobody logs in to an instance",
  ssh_pwauth: "nobody logs in to an instance",
  disable_root: "nobody logs in to an instance",
};

/** Beginnings of other kinds of user data, in lower case, to name them in the refusal. */
const OTHER_KINDS: Readonly<Record<string, string>> = {
  "#!": "a script (#!)",
  "#include": "#include",
  "## template:": "a template",
  "\u001f": "gzip-compressed",
  "content-type:": "MIME multipart",
  "mime-version:": "MIME multipart",
};

/**
 * What the user data of an instance makes it do. Order as cloud-init's: `write_files`, packages, deferred
 * `write_files`, `runcmd`.
 *
 * @param userData - Base64, as RunInstances takes it; empty for none.
 */
export function readUserData(userData: string): BootPlan {
  const text = Buffer.from(userData, "base64").toString("utf8");
  if (text.trim() === "") return { steps: [], problems: [] };
  if (!/^#cloud-config[ \t]*(\r?\n|$)/.test(text)) {
    const kind =
      Object.entries(OTHER_KINDS).find(([start]) => text.toLowerCase().startsWith(start))?.[1] ??
      "of an unknown kind";
    return refused(
      `the user data is ${kind}; the local cloud understands #cloud-config, which must be its first line`,
    );
  }
  let config: unknown;
  try {
    // cloud-init reads YAML 1.1, where 0644 is an octal number.
    config = parse(text, { version: "1.1" });
  } catch (error) {
    if (error instanceof YAMLParseError)
      return refused(`the user data is not YAML: ${error.message.split("\n")[0]}`);
    throw error;
  }
  if (config === null) return { steps: [], problems: [] };
  if (!isRecord(config)) return refused("the user data's YAML is not a mapping of cloud-config keys");
  return readConfig(config);
}

function refused(problem: string): BootPlan {
  return { steps: [], problems: [problem] };
}

function readConfig(config: Record<string, unknown>): BootPlan {
  const problems: string[] = [];
  for (const key of Object.keys(config)) {
    if (!["packages", "write_files", "runcmd"].includes(key) && lookup(NO_EFFECT, key) === undefined) {
      problems.push(`cloud-config key "${key}" is not implemented by the local cloud`);
    }
  }
  const files = list(config, "write_files", problems).map((item, i) => readFile(item, i, problems));
  const packages = list(config, "packages", problems).map((item) => readPackage(item, problems));
  const commands = list(config, "runcmd", problems).flatMap((item) => readItem(item, problems));
  const write = (deferred: boolean): BootStep[] =>
    files.flatMap((it) =>
      it && it.deferred === deferred ? [{ kind: "write", file: it.file } as const] : [],
    );
  const installs: BootStep[] = packages.some((known) => known) ? [{ kind: "install" }] : [];
  return { steps: [...write(false), ...installs, ...write(true), ...commands], problems };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function list(config: Record<string, unknown>, key: string, problems: string[]): unknown[] {
  const value = config[key] ?? [];
  if (Array.isArray(value)) return value;
  problems.push(`cloud-config key "${key}" must be a list`);
  return [];
}

function readPackage(item: unknown, problems: string[]): boolean {
  if (item === "nginx") return true;
  problems.push(`packages: the local cloud has nginx only, not ${JSON.stringify(item)}`);
  return false;
}

function readItem(item: unknown, problems: string[]): CommandStep[] {
  const words = Array.isArray(item) ? item.map(String) : item;
  if (typeof words !== "string" && !Array.isArray(words)) {
    problems.push(`runcmd: ${JSON.stringify(item)} is neither a command line nor a list of words`);
    return [];
  }
  const read = readCommand(words);
  problems.push(...read.problems);
  return read.steps;
}

const FILE_KEYS = new Set(["path", "content", "encoding", "permissions", "owner", "append", "defer"]);
const ENCODINGS: Readonly<Record<string, BufferEncoding>> = {
  "text/plain": "utf8",
  text: "utf8",
  b64: "base64",
  base64: "base64",
};

function readFile(
  item: unknown,
  index: number,
  problems: string[],
): { file: GuestFile; deferred: boolean } | undefined {
  const at = `write_files[${index}]`;
  if (!isRecord(item)) {
    problems.push(`${at} must be a mapping with path and content`);
    return undefined;
  }
  const mistakes: string[] = [];
  for (const key of Object.keys(item)) {
    if (!FILE_KEYS.has(key)) mistakes.push(`${at}.${key} is not implemented by the local cloud`);
  }
  const {
    path,
    content = "",
    encoding = "text/plain",
    permissions = 0o644,
    append = false,
    defer = false,
  } = item;
  if (typeof path !== "string" || !path.startsWith("/")) mistakes.push(`${at}.path must be an absolute path`);
  const decoding = typeof encoding === "string" ? lookup(ENCODINGS, encoding) : undefined;
  if (decoding === undefined) {
    mistakes.push(
      `${at}.encoding ${JSON.stringify(encoding)} is not one of ${Object.keys(ENCODINGS).join(", ")}`,
    );
  }
  const mode = typeof permissions === "string" ? Number.parseInt(permissions, 8) : permissions;
  if (typeof mode !== "number" || !(mode >= 0 && mode <= 0o7777)) {
    mistakes.push(`${at}.permissions ${JSON.stringify(permissions)} is not an octal mode such as '0644'`);
  }
  if (typeof content !== "string" && !(content instanceof Uint8Array))
    mistakes.push(`${at}.content must be text`);
  problems.push(...mistakes);
  if (mistakes.length > 0 || typeof path !== "string" || typeof mode !== "number") return undefined;
  const bytes = typeof content === "string" ? Buffer.from(content, decoding) : content;
  if (!(bytes instanceof Uint8Array)) return undefined;
  return {
    file: { path, content: Buffer.from(bytes), mode, append: append === true },
    deferred: defer === true,
  };
}
