import { posix } from "node:path";
import { hostPath } from "./guestPath";
import { lookup } from "./lookup";
import {
  DATA_BLOCKS,
  DROPPED,
  ERROR_LOG,
  GUEST_CONF_DIR,
  GUEST_PREFIX,
  HTTP_DEFAULTS,
  PATHS,
  REFUSED,
  REFUSED_UNLESS_OFF,
  SAFE_PATH_VARIABLES,
  WORDS_INSTEAD_OF_PATHS,
} from "./nginxDirectives";
import { rewriteListens } from "./nginxListen";
import { argument, type Directive, NginxSyntaxError, parseNginx, printNginx } from "./nginxSyntax";

/** The files of a guest, as the rewriting needs them; paths are the guest's. */
export interface GuestFiles {
  /** Undefined when there is no such file. */
  read(path: string): string | undefined;
  /** Names of the files in a folder; empty when there is no such folder. */
  list(folder: string): string[];
}

export interface RewriteOptions {
  files: GuestFiles;
  /** The guest's private IPv4 address: the one address besides the wildcard that it can listen on. */
  address: string;
  /** Folder on this computer that is the guest's `/`. */
  root: string;
  /** Where Nginx writes its process id, on this computer. */
  pidFile: string;
  /** The user that worker processes run as; needed when Nginx is started by root, else undefined. */
  user: string | undefined;
  /** The loopback port that stands for a guest's endpoint; the same answer for the same endpoint. */
  loopbackPort(endpoint: GuestEndpoint): number;
}

export interface GuestEndpoint {
  port: number;
  /** `network`: reached from the VPC; `loopback`: from the guest itself only. */
  scope: "network" | "loopback";
}

/** Why a configuration cannot be run here: all reasons, each with file and line. */
export class NginxConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join("; "));
  }
}

const MAX_INCLUDE_DEPTH = 16;

/** The guest's `/etc/nginx/nginx.conf` as one configuration for an Nginx without privileges on loopback ports. */
export function rewriteNginxConfig(options: RewriteOptions): string {
  const rewriting = new Rewriting(options);
  const main = rewriting.file(`${GUEST_CONF_DIR}/nginx.conf`);
  if (rewriting.problems.length > 0) throw new NginxConfigError(rewriting.problems);
  return printNginx([...rewriting.head(main), ...main]);
}

class Rewriting {
  readonly problems: string[] = [];

  constructor(private readonly options: RewriteOptions) {}

  /** What the local cloud decides about the process. */
  head(main: readonly Directive[]): Directive[] {
    const { pidFile, user } = this.options;
    const head = [
      this.made("daemon", "off"),
      // One worker serves a laptop; as many as processors for each instance would not.
      this.made("worker_processes", "1"),
      this.made("pid", pidFile),
      this.made("lock_file", `${pidFile}.lock`),
    ];
    if (user !== undefined) head.push(this.made("user", user));
    if (!main.some((directive) => directive.name === "error_log")) {
      head.push(this.made("error_log", hostPath(this.options.root, ERROR_LOG)));
    }
    return head;
  }

  file(path: string, depth = 0): Directive[] {
    const text = this.options.files.read(path);
    if (text === undefined) return this.refuse(path, "no such file");
    try {
      return this.directives(parseNginx(text, path), depth);
    } catch (error) {
      if (!(error instanceof NginxSyntaxError)) throw error;
      this.problems.push(error.message);
      return [];
    }
  }

  private directives(directives: readonly Directive[], depth: number): Directive[] {
    return directives.flatMap((directive) => this.directive(directive, depth));
  }

  private directive(directive: Directive, depth: number): Directive[] {
    const { name, args, block, at } = directive;
    const first = args[0]?.value ?? "";
    if (DROPPED.has(name)) return [];
    if (name === "include") return this.include(first, at, depth);
    const refused = lookup(REFUSED, name) ?? (first !== "off" ? lookup(REFUSED_UNLESS_OFF, name) : undefined);
    if (refused !== undefined) return this.refuse(at, `"${name}" cannot be used here: ${refused}`);
    if (name.endsWith("_by_lua_block")) return this.refuse(at, `"${name}" needs the Lua module`);
    if (block) {
      const inner = DATA_BLOCKS.has(name) ? this.data(block, depth) : this.directives(block, depth);
      return [{ ...directive, block: this.completed(name, inner, at) }];
    }
    const base = lookup(PATHS, name);
    if (base === undefined || lookup(WORDS_INSTEAD_OF_PATHS, name)?.includes(first)) return [directive];
    const path = this.path(first, base === "conf" ? GUEST_CONF_DIR : GUEST_PREFIX, name, at);
    return path === undefined ? [] : [{ ...directive, args: [argument(path), ...args.slice(1)] }];
  }

  /** Pairs of a `types`, `map` or `geo` block: not directives, but for the files that they include. */
  private data(block: readonly Directive[], depth: number): Directive[] {
    return block.flatMap((pair) => {
      if (pair.name !== "include") return [pair];
      if (depth >= MAX_INCLUDE_DEPTH) return this.refuse(pair.at, "files include one another in a circle");
      return this.matching(pair.args[0]?.value ?? "", pair.at).flatMap((path) => {
        const text = this.options.files.read(path);
        return text === undefined
          ? this.refuse(pair.at, `${path}: no such file`)
          : this.data(parseNginx(text, path), depth + 1);
      });
    });
  }

  /** A block with what Nginx would otherwise take from its build, and with its listens mapped. */
  private completed(name: string, block: Directive[], at: string): Directive[] {
    if (name === "http") {
      const missing = Object.entries(HTTP_DEFAULTS).filter(([key]) => !block.some((it) => it.name === key));
      return [...missing.map(([key, path]) => this.made(key, hostPath(this.options.root, path))), ...block];
    }
    // Inside `upstream` a `server` has no block; those blocks are refused before.
    if (name !== "server") return block;
    const { directives, problems } = rewriteListens(block, at, this.options);
    this.problems.push(...problems);
    return directives;
  }

  private include(pattern: string, at: string, depth: number): Directive[] {
    if (depth >= MAX_INCLUDE_DEPTH)
      return this.refuse(at, `include ${pattern}: files include one another in a circle`);
    return this.matching(pattern, at).flatMap((path) => this.file(path, depth + 1));
  }

  /** The files that an include names; a pattern may match none, a plain name must exist. */
  private matching(pattern: string, at: string): string[] {
    const path = posix.resolve(GUEST_CONF_DIR, pattern);
    if (!/[*?[]/.test(pattern)) {
      if (this.options.files.read(path) !== undefined) return [path];
      this.problems.push(`${at}: include ${pattern}: no such file`);
      return [];
    }
    const folder = posix.dirname(path);
    if (/[*?[]/.test(folder)) {
      this.problems.push(`${at}: include ${pattern}: wildcards are understood in the file name only`);
      return [];
    }
    const matches = globPattern(posix.basename(path));
    const names = this.options.files
      .list(folder)
      .filter((name) => !name.startsWith(".") && matches.test(name));
    return names.sort().map((name) => posix.join(folder, name));
  }

  private path(value: string, base: string, name: string, at: string): string | undefined {
    const said = (reason: string): undefined => {
      this.problems.push(`${at}: ${name} ${value}: ${reason}`);
      return undefined;
    };
    if (/^(syslog|memory|data|engine|store|stderr)(:|$)/.test(value))
      return said("only files can be named here");
    const variables = [...value.matchAll(/\$\{?(\w+)/g)].map((match) => match[1] ?? "");
    const unsafe = variables.find((variable) => !SAFE_PATH_VARIABLES.some((safe) => safe.test(variable)));
    if (unsafe !== undefined) return said(`the variable $${unsafe} cannot be used in a path here`);
    // A trailing slash matters to alias, and resolve would drop it.
    const absolute = value.startsWith("/") ? value : `${base}/${value}`;
    return hostPath(this.options.root, absolute);
  }

  private made(name: string, value: string): Directive {
    return { name, args: [argument(value)], at: "the local cloud" };
  }

  private refuse(at: string, reason: string): Directive[] {
    this.problems.push(`${at}: ${reason}`);
    return [];
  }
}

function globPattern(glob: string): RegExp {
  const source = glob
    .replace(/[.+^${}()|\\]/g, "\\$&")
    .replace(/\*/g, ".*")
    .replace(/\?/g, ".");
  return new RegExp(`^${source}$`);
}
