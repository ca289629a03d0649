import { type Document, isCollection, parseDocument, type ScalarTag, visit } from "yaml";
import { attempt } from "../validation/attempt";
import { mapValues } from "../validation/given";
import { checkData } from "../validation/json";
import { isYamlTooDeep, tooDeep } from "../validation/nesting";
import type { Problems } from "../validation/problems";
import { cutText, isCutText, isObject, isOutput } from "../validation/types";
import { checkCloudConfig, checkOwnCloudConfig } from "./cloudConfig";
import { checkNginxSyntax } from "./nginxSyntax";
import { quoted, yamlText } from "./yamlText";

/** Configuration of Nginx on the first boot of an instance. */
export interface NginxUserData {
  port: number;
  /** Files to serve, by path below the web root, for example `{ "index.html": "<h1>Hi</h1>" }`. */
  pages: Record<string, string>;
  /** Content of a file in conf.d, instead of the default server. */
  nginxConfig?: string | undefined;
  /** Additional keys of cloud-config. Lists are appended to this package's own. */
  cloudConfig?: Record<string, unknown> | undefined;
}

/** The same, with Outputs. */
type NginxUserDataArgs = Pick<NginxUserData, "port"> & Partial<Record<keyof NginxUserData, unknown>>;

/** Maximum size of user data in bytes, before encoding. Source: RunInstances, UserData. */
const sizeLimit = 32 * 1024;

const webRoot = "/srv/www";
const packagedWebRoot = "/usr/share/nginx/html";

/**
 * Renders the `#cloud-config` that installs, configures and starts Nginx. With port 80 and no other
 * arguments, the server and the page of the Nginx package stay. No text can change the meaning of the
 * document: see {@link yamlText}.
 */
export function nginxUserData({ port, pages, nginxConfig, cloudConfig = {} }: NginxUserData): string {
  const files = Object.entries(pages).map(([path, text]) => renderFile(`${webRoot}/${path}`, text));
  if (nginxConfig !== undefined || files.length > 0 || port !== 80) {
    const root = files.length > 0 ? webRoot : packagedWebRoot;
    // nginx.conf includes conf.d before its own server, so this one answers first on a port that both use.
    files.push(renderFile("/etc/nginx/conf.d/service.conf", nginxConfig ?? server(port, root)));
  }
  const document = {
    packages: ["nginx"],
    ...(files.length > 0 && { write_files: files }),
    runcmd: [["systemctl", "enable", "--now", "nginx"]],
  };
  return `#cloud-config\n${yamlText(mergeConfig(document, cloudConfig))}\n`;
}

/**
 * Renders an item of `write_files`. Its text is a quoted scalar, or Base64 if that is shorter, as for texts
 * that are mostly not ASCII. It is never compressed: other versions of zlib produce other bytes, which would
 * replace the instances.
 */
function renderFile(path: string, content: string): Record<string, string> {
  const file = { path, permissions: "0644" };
  const packed = { ...file, encoding: "b64", content: Buffer.from(content, "utf8").toString("base64") };
  return quoted(content).length <= quoted(packed.content).length + ', "encoding": "b64"'.length
    ? { ...file, content }
    : packed;
}

/** Merges additional keys into the document. Appends items if both have a list. */
function mergeConfig(
  document: Record<string, unknown>,
  more: Record<string, unknown>,
): Record<string, unknown> {
  const merged = Object.entries(more).map(([key, value]) => {
    const own = document[key];
    return [key, Array.isArray(own) && Array.isArray(value) ? [...own, ...value] : value] as const;
  });
  return { ...document, ...Object.fromEntries(merged) };
}

function server(port: number, root: string): string {
  return `server {\n  listen ${port};\n  listen [::]:${port};\n  server_name _;\n  root ${root};\n  index index.html;\n}\n`;
}

/**
 * Reports pages outside the web root, additional keys that cloud-init rejects or that would undo those of
 * Nginx, and user data that is too large. Outputs count as empty until they are known. False if the arguments
 * cannot be rendered as user data.
 */
export function checkUserData(userData: NginxUserDataArgs, problems: Problems): boolean {
  const { port, nginxConfig, cloudConfig } = userData;
  const pages = isObject(userData.pages) ? userData.pages : {};
  const further = isObject(cloudConfig) ? cloudConfig : {};
  checkPaths(Object.keys(pages), problems);
  for (const [path, text] of Object.entries(pages)) checkText(text, `pages["${path}"]`, problems);
  checkText(nginxConfig, "nginxConfig", problems);
  if (typeof nginxConfig === "string") checkNginxSyntax(nginxConfig, problems);
  checkCloudConfig(further, problems.under("cloudConfig"));
  const count = problems.list.length;
  checkData(further, problems, "cloudConfig", { allowsOutputs: true });
  if (problems.list.length > count) return false;
  const data = withoutOutputs({ port, pages, nginxConfig, cloudConfig: further }) as NginxUserData;
  checkSize(nginxUserData(data), largest(data), problems);
  return true;
}

function checkPaths(paths: readonly string[], problems: Problems): void {
  for (const path of paths) {
    const names = path.split("/");
    const isPath = names.every((name) => !["", ".", ".."].includes(name) && !/[\p{Cc}\p{Cs}]/u.test(name));
    const inside = paths.find((other) => other.startsWith(`${path}/`));
    const at = `pages["${path}"]`;
    if (!isPath) {
      problems.add(at, "is not a path below the web root.", "Use for example index.html.");
    } else if (names.some((name) => Buffer.byteLength(name) > longestName)) {
      problems.add(at, `has a name of more than ${longestName} bytes.`, "Use a shorter name.");
    } else if (inside !== undefined) {
      problems.add(at, `is also the folder of "${inside}".`, "Use another name for the page.");
    }
  }
}

/** Maximum length of a file name in bytes. Source: NAME_MAX of Linux. */
const longestName = 255;

function checkText(text: unknown, property: string, problems: Problems): void {
  if (typeof text === "string" && isCutText(text)) problems.add(property, cutText.problem, cutText.hint);
}

function withoutOutputs(value: unknown): unknown {
  if (isOutput(value)) return "";
  if (Array.isArray(value)) return value.map(withoutOutputs);
  if (!isObject(value)) return value;
  return mapValues(value, withoutOutputs);
}

/** Starts of user data. Source: `INCLUSION_TYPES_MAP` of cloud-init, and MIME messages. */
const headers =
  /^(#!|#cloud-config|#cloud-boothook|#include|#part-handler|#upstart-job|## template: jinja|Content-Type:|MIME-Version:)/i;

/** Reports a first line with which Linux cannot start a script. */
function checkInterpreter(script: string, problems: Problems): void {
  const [line = ""] = script.split("\n", 1);
  if (line.endsWith("\r")) {
    const problem = "has Windows line breaks, with which Linux does not find the interpreter.";
    problems.add("userData", problem, 'Use "\\n" only, for example with .replaceAll("\\r\\n", "\\n").');
  } else if (!/^#![ \t]*\//.test(line)) {
    problems.add(
      "userData",
      "starts with #! without the path of an interpreter.",
      "Use for example #!/bin/sh.",
    );
  }
}

/** Reports custom user data that the cloud or cloud-init rejects. */
export function checkOwnUserData(userData: unknown, problems: Problems): void {
  if (typeof userData !== "string") return;
  if (userData.trim() === "") {
    const hint = "Set it to a script that installs and starts the service, or remove it for Nginx.";
    problems.add("userData", "is empty.", hint);
  } else if (!headers.test(userData)) {
    const problem = "does not start with a header that cloud-init supports, so cloud-init would ignore it.";
    problems.add("userData", problem, "Start with #! and an interpreter, or with #cloud-config.");
  } else if (userData.startsWith("#!")) {
    checkInterpreter(userData, problems);
    checkSyntax(userData, problems);
  } else if (userData.startsWith("#")) {
    checkSyntax(userData, problems);
  }
  checkText(userData, "userData", problems);
  checkSize(userData, "userData", problems);
}

function checkSyntax(userData: string, problems: Problems): void {
  const start = Buffer.from(userData).subarray(0, 4096).toString("latin1");
  if (/mime-version:/i.test(start) && /[^\0-\x7f]/.test(userData)) {
    const problem = 'contains "MIME-Version:" near its start, and characters that are not ASCII.';
    const hint =
      "cloud-init would treat it as a MIME message and lose these characters. Remove one of the two.";
    problems.add("userData", problem, hint);
  } else if (/^#cloud-config(?![\w-])/i.test(userData)) {
    checkOwnDocument(userData, problems);
  }
}

/** Characters that PyYAML rejects in a document. Source: `NON_PRINTABLE` of its reader. */
const unprintable = /[^\t\n\r\x20-\x7e\x85\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** Tags that PyYAML reads unlike YAML 1.1. Source: PyYAML 6, `resolver.py` and `constructor.py`. */
const pyYamlTags: readonly ScalarTag[] = [
  {
    tag: "tag:yaml.org,2002:str",
    default: true,
    test: /^(?:[yYnN]|[-+]?[0-9_]+[eE][-+]?[0-9]+|[-+]?[0-9_]*\.[0-9_]*[eE][0-9]+)$/,
    resolve: (text) => text,
  },
  {
    tag: "tag:yaml.org,2002:value",
    default: true,
    test: /^=$/,
    resolve: (_, onError) => onError("no constructor"),
  },
  {
    tag: "tag:yaml.org,2002:timestamp",
    default: true,
    test: /^\d{4}-(\d\d-\d\d$|\d\d?-\d\d?([Tt]|[ \t]+)\d\d?:\d\d:\d\d)/,
    resolve: readDate,
  },
  // Bytes and texts of Python are texts for the modules. cloud-init adds the second tag.
  { tag: "tag:yaml.org,2002:binary", resolve: (text) => text },
  { tag: "tag:yaml.org,2002:python/unicode", resolve: (text) => text },
];

function readDate(text: string, onError: (message: string) => void): Date {
  const [year = 0, month = 0, day = 0] = text.split(/\D/, 3).map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) onError("not a date");
  return date;
}

/** Line breaks of PyYAML, of which YAML 1.2 only has the first three. */
const lineBreak = /\r\n|\r|\n|[\u0085\u2028\u2029]/g;

function checkOwnDocument(userData: string, problems: Problems): void {
  const hint = "Correct it: cloud-init would ignore the whole document.";
  if (isYamlTooDeep(userData)) {
    problems.add("userData", tooDeep.problem, tooDeep.hint);
    return;
  }
  const text = userData.replace(lineBreak, "\n");
  const document = parseDocument(text, {
    version: "1.1",
    uniqueKeys: false,
    logLevel: "error",
    customTags: (tags) => [...pyYamlTags, ...tags],
  });
  const unknownTags = document.warnings.filter(({ code }) => code === "TAG_RESOLVE_FAILED");
  const [error] = [...document.errors, ...unknownTags];
  const character = unprintable.exec(userData)?.[0];
  const tab = findTab(text, document);
  const mark = findQuestionMark(text, document);
  if (error) {
    const line = error.linePos?.[0].line ?? 1;
    const reason = reasons[error.code] ?? "a syntax error";
    problems.add("userData", `is not YAML: line ${line} has ${reason}.`, hint);
  } else if (character !== undefined) {
    const code = character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0");
    problems.add("userData", `has the character U+${code}, which YAML does not allow.`, hint);
  } else if (tab !== undefined) {
    problems.add("userData", `is not YAML: line ${tab} has a tab between two words.`, hint);
  } else if (mark !== undefined) {
    const problem = `is not YAML 1.1: line ${mark} has a question mark in a list or mapping in brackets.`;
    problems.add("userData", problem, `Put the value in quotes. ${hint}`);
  } else if (document.contents !== null) {
    const read = attempt(() => ({ value: document.toJS({ maxAliasCount: -1 }) as unknown }));
    const value = read?.value;
    if (read === undefined) {
      problems.add("userData", "is not YAML: an alias or a merge key has no target.", hint);
    } else if (isObject(value)) checkOwnCloudConfig(value, problems.under("userData"));
    else if (value !== null) problems.add("userData", "is not a mapping of cloud-config keys.", hint);
  }
}

/** Number of the first line with a tab outside quotes, block scalars and comments. PyYAML rejects it. */
function findTab(text: string, document: Document): number | undefined {
  let rest = text;
  visit(document, {
    Scalar(_, { type, range }) {
      if (type === "PLAIN" || !range) return;
      const [start, end] = range;
      rest = rest.slice(0, start) + rest.slice(start, end).replace(/[^\n]/g, " ") + rest.slice(end);
    },
  });
  const index = rest.split("\n").findIndex((line) => line.replace(/(^|\s)#.*$/, "").includes("\t"));
  return index < 0 ? undefined : index + 1;
}

/** Number of the line with the first `?` in an unquoted value in brackets, where PyYAML ends the value. */
function findQuestionMark(text: string, document: Document): number | undefined {
  let line: number | undefined;
  visit(document, {
    Scalar(_, { type, range, source }, ancestors) {
      const isInBrackets = ancestors.some((one) => isCollection(one) && one.flow);
      if (type !== "PLAIN" || !range || !isInBrackets || !source?.includes("?")) return;
      line ??= text.slice(0, range[0]).split("\n").length;
    },
  });
  return line;
}

/** Descriptions of errors without the text of the line, which may be a secret. */
const reasons: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: "a tab as indentation",
  BAD_INDENT: "a wrong indentation",
  MISSING_CHAR: "a missing quote, bracket or comma",
  MULTIPLE_DOCS: "a second document",
  TAG_RESOLVE_FAILED: "a value that its tag does not allow",
};

function checkSize(userData: string, property: string, problems: Problems): void {
  const bytes = Buffer.byteLength(userData);
  if (bytes <= sizeLimit) return;
  const verb = property === "pages" ? "make" : "makes";
  const hint = `Use at most ${sizeLimit}: serve less, or download the rest on the instance.`;
  problems.add(property, `${verb} the user data ${bytes} bytes long.`, hint);
}

function largest({ pages, nginxConfig = "", cloudConfig = {} }: NginxUserData): string {
  const sizes = { pages: yamlText(pages), nginxConfig, cloudConfig: yamlText(cloudConfig) };
  const [[name] = ["pages"]] = Object.entries(sizes).sort(([, a], [, b]) => b.length - a.length);
  return name;
}
