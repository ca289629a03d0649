import { posix } from "node:path";
import { type BootStep, describeKind, type GuestFile, isRecord } from "./cloudConfig";
import { lookup } from "./lookup";

const ENCODINGS: Readonly<Record<string, BufferEncoding>> = {
  "text/plain": "utf8",
  b64: "base64",
  base64: "base64",
};

const DEFAULT_MODE = 0o644;

/** Stops the module at a file, like an exception in cloud-init. */
class ModuleFailure extends Error {}

/**
 * Steps of one of the two modules for `write_files`: it writes its files in order, up to the first failure. Source:
 * cloud-init 22.4, `cc_write_files.py`.
 *
 * @param problems - receives what the local cloud does not support
 */
export function writeSteps(
  module: "write-files" | "write-files-deferred",
  files: unknown,
  problems: string[],
): BootStep[] {
  const steps: BootStep[] = [];
  try {
    for (const [index, item] of ownItems(module, files)) {
      steps.push(...stepsFor(item, `write_files[${index}]`, problems));
    }
  } catch (error) {
    if (!(error instanceof ModuleFailure)) throw error;
    steps.push({ kind: "failed", module, reason: error.message });
  }
  return steps;
}

/** The deferred items, or the others. A value that is not an object is not deferred, and fails. */
function ownItems(module: string, files: unknown): [index: number, item: unknown][] {
  const items: unknown =
    typeof files === "string" ? [...files] : isRecord(files) ? Object.keys(files) : files;
  if (!Array.isArray(items)) throw new ModuleFailure(`its value is not a list but ${describeKind(files)}`);
  const scalar = items.findIndex((item) => item === null || !["object", "string"].includes(typeof item));
  if (scalar >= 0) throw new ModuleFailure(`item ${scalar + 1} is ${describeKind(items[scalar])}`);
  return [...items.entries()].filter(
    ([, item]) => isTrue(isRecord(item) ? item.defer : false) === (module === "write-files-deferred"),
  );
}

/** Whether Python treats the value as false. */
const isFalse = (value: unknown): boolean =>
  (!value && !Number.isNaN(value)) ||
  (typeof value === "object" && !(value instanceof Date) && Object.keys(value ?? {}).length === 0);

/** Source: `translate_bool` of `util.py`. */
const isTrue = (value: unknown): boolean =>
  typeof value === "boolean"
    ? value
    : ["true", "1", "on", "yes"].includes(
        String(value ?? "")
          .toLowerCase()
          .trim(),
      );

function stepsFor(item: unknown, at: string, problems: string[]): BootStep[] {
  if (!isRecord(item)) throw new ModuleFailure(`${at} is ${describeKind(item)}`);
  const { path, content = "", encoding, append, owner = "root:root", permissions } = item;
  if (isFalse(path)) return [warning(`no path provided to write for ${at}`)];
  if (typeof path !== "string") throw new ModuleFailure(`${at}.path is ${describeKind(path)}`);
  if (!isFalse(owner) && typeof owner !== "string")
    throw new ModuleFailure(`${at}.owner is ${describeKind(owner)}`);
  if ("source" in item) problems.push(`${at}.source is not implemented by the local cloud`);
  const warnings: BootStep[] = [];
  const file: GuestFile = {
    path: posix.resolve("/", path),
    content: decodeContent(content, encoding, at, problems, warnings),
    mode: parseMode(permissions, at, warnings),
    append: isTrue(append),
  };
  return [...warnings, { kind: "write", file }];
}

const warning = (text: string): BootStep => ({ kind: "nothing", text: `warning: ${text}` });

function decodeContent(
  content: unknown,
  encoding: unknown,
  at: string,
  problems: string[],
  warnings: BootStep[],
): Buffer {
  if (!isFalse(encoding) && typeof encoding !== "string") {
    throw new ModuleFailure(`${at}.encoding is ${describeKind(encoding)}`);
  }
  const name = isFalse(encoding) ? "text/plain" : String(encoding).toLowerCase().trim();
  if (/^gz(ip)?(\+(b64|base64))?$/.test(name))
    problems.push(`${at}.encoding ${name} is not implemented by the local cloud`);
  const decoding = lookup(ENCODINGS, name);
  if (decoding === undefined)
    warnings.push(warning(`unknown encoding ${name} of ${at}, assuming text/plain`));
  if (content instanceof Uint8Array) return Buffer.from(content);
  if (typeof content !== "string") throw new ModuleFailure(`${at}.content is ${describeKind(content)}`);
  if (decoding === "base64" && content.replace(/[^A-Za-z0-9+/]/g, "").length % 4 === 1) {
    throw new ModuleFailure(`${at}.content is not Base64`);
  }
  return Buffer.from(content, decoding ?? "utf8");
}

/** A number is the mode itself. A text contains its octal digits. */
function parseMode(permissions: unknown, at: string, warnings: BootStep[]): number {
  if (permissions === undefined || permissions === null) return DEFAULT_MODE;
  if (permissions === Infinity || permissions === -Infinity) {
    throw new ModuleFailure(`${at}.permissions is infinite`);
  }
  if ((typeof permissions === "number" && !Number.isNaN(permissions)) || typeof permissions === "boolean") {
    return Math.trunc(Number(permissions));
  }
  const [, sign, digits] = /^\s*([-+]?)(?:0o_?)?([0-7]+(?:_[0-7]+)*)\s*$/i.exec(String(permissions)) ?? [];
  if (digits !== undefined) {
    const mode = Number.parseInt(digits.replaceAll("_", ""), 8);
    return sign === "-" ? 0 - mode : mode;
  }
  warnings.push(warning(`permissions of ${at} are not octal, assuming 0644`));
  return DEFAULT_MODE;
}
