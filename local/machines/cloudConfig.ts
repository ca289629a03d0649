import { lookup } from "./lookup";
import { PyYamlError, readPyYaml } from "./pyYaml";
import { type CommandStep, readCommand } from "./runCommands";
import { writeSteps } from "./writeFiles";

/** A file from the user data. The path is in the guest. */
export interface GuestFile {
  path: string;
  content: Buffer;
  /** Permission bits. */
  mode: number;
  append: boolean;
}

/** Modules of cloud-init that the local cloud simulates. */
export type CloudInitModule = "write-files" | "runcmd" | "write-files-deferred";

export type BootStep =
  | { kind: "write"; file: GuestFile }
  | { kind: "failed"; module: CloudInitModule; reason: string }
  | CommandStep;

/**
 * Actions of an instance at its first boot. With problems, the instance only reports them: they are errors of
 * cloud-init or limits of the local cloud.
 */
export interface BootPlan {
  steps: BootStep[];
  problems: string[];
}

/** Keys of cloud-config without an effect here, each with the reason. */
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

/** First characters of other user data formats in lower case, for error messages. The longest come first. */
const OTHER_KINDS: Readonly<Record<string, string>> = {
  "#!": "a script (#!)",
  "#include": "#include",
  "#part-handler": "a part handler",
  "#cloud-boothook": "a boothook",
  "#cloud-config-archive": "an archive of cloud-config",
  "#cloud-config-jsonp": "a JSON patch",
  "## template:": "a template",
  "\u001f": "gzip-compressed",
  "content-type:": "MIME multipart",
  "mime-version:": "MIME multipart",
};

/** What `lstrip` of Python removes. In JavaScript, a byte order mark is a space and U+0085 is not. */
const pythonSpace = /^(?:(?!\ufeff)[\s\x85])+/;

/**
 * Reads the boot actions from the user data of an instance, as cloud-init 22.4 does. The order is that of cloud-init:
 * `write_files`, packages, deferred `write_files`, `runcmd`. The modules after a failed one still run.
 *
 * @param userData - Base64, as in RunInstances; empty for none.
 */
export function readUserData(userData: string): BootPlan {
  const text = Buffer.from(userData, "base64").toString("utf8");
  const start = text.replace(pythonSpace, "").toLowerCase();
  if (start === "") return { steps: [], problems: [] };
  const kind = Object.entries(OTHER_KINDS).find(([beginning]) => start.startsWith(beginning))?.[1];
  if (kind !== undefined || !start.startsWith("#cloud-config")) {
    return refused(
      `the user data is ${kind ?? "of an unknown kind"}; the local cloud understands #cloud-config, which must come first`,
    );
  }
  let config: unknown;
  try {
    config = readPyYaml(text);
  } catch (error) {
    if (!(error instanceof PyYamlError)) throw error;
    return refused(`the user data is not YAML, and ignored as a whole: ${error.message}`);
  }
  if (config === null) return { steps: [], problems: [] };
  if (!isRecord(config)) return refused("the user data's YAML is not a mapping, and ignored as a whole");
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
  const files = "write_files" in config ? config.write_files : [];
  const steps: BootStep[] = [
    ...writeSteps("write-files", files, problems),
    ...installSteps(config.packages, problems),
    ...writeSteps("write-files-deferred", files, problems),
    ...("runcmd" in config ? commandSteps(config.runcmd, problems) : []),
  ];
  return { steps, problems };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** A text counts as a list with one package. */
function installSteps(packages: unknown, problems: string[]): BootStep[] {
  const names = Array.isArray(packages)
    ? packages
    : packages === undefined || packages === null
      ? []
      : [packages];
  for (const name of names.filter((one) => one !== "nginx")) {
    problems.push(`packages: the local cloud has nginx only, not ${JSON.stringify(name)}`);
  }
  return names.includes("nginx") ? [{ kind: "install" }] : [];
}

/** The commands. None if a command has a wrong type. */
function commandSteps(commands: unknown, problems: string[]): BootStep[] {
  const failed = (reason: string): BootStep[] => [{ kind: "failed", module: "runcmd", reason }];
  if (!Array.isArray(commands)) return failed(`its value is not a list but ${describeKind(commands)}`);
  const isCommand = (item: unknown) => item === null || typeof item === "string" || Array.isArray(item);
  const wrong = commands.findIndex((item) => !isCommand(item));
  if (wrong >= 0) return failed(`item ${wrong + 1} is ${describeKind(commands[wrong])}`);
  return commands.flatMap((item: unknown) => {
    if (item === null) return [];
    const read = readCommand(Array.isArray(item) ? item.map(String) : String(item));
    problems.push(...read.problems);
    return read.steps;
  });
}

/** Describes the type of a value in an error message. */
export function describeKind(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (value instanceof Date) return "a date";
  return typeof value === "object" ? "a mapping" : `a ${typeof value} (${String(value)})`;
}
