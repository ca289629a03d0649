import { posix } from "node:path";
import { GUEST_CONF_DIR, hostPath } from "./guestPath";
import { lookup } from "./lookup";
import {
  type BlockContent,
  CONTEXT_NAMES,
  type Context,
  DROPPED,
  ERROR_LOG,
  findRule,
  HTTP_DEFAULTS,
  REFUSED,
} from "./nginxDirectives";
import { judgeArgs } from "./nginxForms";
import { guardRewrites } from "./nginxGuard";
import { rewriteListens } from "./nginxListen";
import { type Directive, parseNginx, printNginx } from "./nginxSyntax";
import { NginxSyntaxError } from "./nginxTokens";

/** Access to the files of a guest. All paths are in the guest. */
export interface GuestFiles {
  /** Undefined if the file does not exist. */
  read(path: string): string | undefined;
  /** Names of the files in a folder. Empty if the folder does not exist. */
  list(folder: string): string[];
}

export interface RewriteOptions {
  files: GuestFiles;
  /** The private IPv4 address of the guest. It can listen on this address and on the wildcard address only. */
  address: string;
  /** Folder that is the guest's `/`, as Nginx sees it: absolute, or relative to its prefix. */
  root: string;
  /** Path of Nginx's PID file, absolute or relative to its prefix. */
  pidFile: string;
  /** User and group of the worker processes. Required if root starts Nginx, otherwise empty. */
  user: readonly string[];
  /** The loopback port for an endpoint of the guest. Returns the same port for the same endpoint. */
  loopbackPort(endpoint: GuestEndpoint): number;
}

export interface GuestEndpoint {
  port: number;
  /** `network`: reachable from the VPC. `loopback`: reachable only from the guest itself. */
  scope: "network" | "loopback";
}

/** A configuration that cannot run here. Lists all reasons with file and line. */
export class NginxConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join("; "));
  }
}

const MAX_INCLUDE_DEPTH = 16;
/** Maximum number of included files. Files that include each other can name far more files than exist. */
const MAX_INCLUDED_FILES = 1_000;

/** Converts the guest's `/etc/nginx/nginx.conf` to one configuration for an unprivileged Nginx on loopback ports. */
export function rewriteNginxConfig(options: RewriteOptions): string {
  const rewriting = new Rewriting(options);
  const main = rewriting.file(`${GUEST_CONF_DIR}/nginx.conf`, "main");
  if (rewriting.problems.length > 0) throw new NginxConfigError(rewriting.problems);
  return printNginx([...rewriting.head(main), ...main]);
}

class Rewriting {
  readonly problems: string[] = [];
  private includedFiles = 0;

  constructor(private readonly options: RewriteOptions) {}

  /** Directives of the process, which the local cloud determines. */
  head(main: readonly Directive[]): Directive[] {
    const { pidFile, user } = this.options;
    const head = [
      createDirective("daemon", "off"),
      // One worker process is sufficient here. One for each processor and each instance would be too many.
      createDirective("worker_processes", "1"),
      createDirective("pid", pidFile),
      createDirective("lock_file", `${pidFile}.lock`),
    ];
    if (user.length > 0) head.push(createDirective("user", ...user));
    if (!main.some((directive) => directive.name === "error_log")) {
      head.push(createDirective("error_log", hostPath(this.options.root, ERROR_LOG)));
    }
    return head;
  }

  file(path: string, context: BlockContent, depth = 0): Directive[] {
    const text = this.options.files.read(path);
    if (text === undefined) return this.refuse(path, "no such file");
    try {
      return this.content(parseNginx(text, path), context, depth);
    } catch (error) {
      if (!(error instanceof NginxSyntaxError)) throw error;
      this.problems.push(error.message);
      return [];
    }
  }

  private content(directives: readonly Directive[], content: BlockContent, depth: number): Directive[] {
    return directives.flatMap((directive) => {
      const { name, args, at, block } = directive;
      if (name === "include" && !block) return this.include(args[0] ?? "", at, content, depth);
      if (content !== "data") return this.directive(directive, content, depth);
      return block ? this.refuse(at, `"${name}" cannot be a block here`) : [directive];
    });
  }

  private directive({ name, args, block, at }: Directive, context: Context, depth: number): Directive[] {
    if (context === "main" && DROPPED.has(name)) return [];
    const reason = lookup(REFUSED, name) ?? (/_by_lua/.test(name) ? "there is no Lua module" : undefined);
    if (reason !== undefined) return this.refuse(at, `"${name}" cannot be used here: ${reason}`);
    const found = findRule(name, context);
    if (found.kind === "unknown") {
      const fix =
        "The local cloud runs the directives of a static web server. Check its spelling, or remove it.";
      return this.refuse(at, `unknown directive "${name}". ${fix}`);
    }
    if (found.kind === "misplaced") {
      const places = [...new Set(found.contexts)].map((it) => CONTEXT_NAMES[it]).join(", ");
      return this.refuse(at, `"${name}" is not allowed in ${CONTEXT_NAMES[context]}. Move it to ${places}.`);
    }
    const { form, block: inner } = found.rule;
    if ((inner === undefined) !== (block === undefined)) {
      return this.refuse(
        at,
        `"${name}" ${inner ? 'lacks its block. Add "{ }"' : 'has no block. End it with ";"'}.`,
      );
    }
    const judged = judgeArgs(form, args, this.options.root);
    if ("problem" in judged) return this.refuse(at, `${name}: ${judged.problem}`);
    if (!block || !inner) return [{ name, args: judged.args, at }];
    return [
      { name, args: judged.args, at, block: this.completed(name, this.content(block, inner, depth), at) },
    ];
  }

  /** Adds directives that replace defaults of the Nginx build, maps the listen directives and guards the rewrites. */
  private completed(name: string, block: Directive[], at: string): Directive[] {
    if (name === "http") {
      const missing = Object.entries(HTTP_DEFAULTS).filter(([key]) => !block.some((it) => it.name === key));
      return [
        ...missing.map(([key, path]) => createDirective(key, hostPath(this.options.root, path))),
        ...block,
      ];
    }
    if (name !== "server" && name !== "location") return block;
    const guarded = this.noting(guardRewrites(block));
    return name === "server" ? this.noting(rewriteListens(guarded, at, this.options)) : guarded;
  }

  private noting({
    directives,
    problems,
  }: {
    directives: Directive[];
    problems: readonly string[];
  }): Directive[] {
    this.problems.push(...problems);
    return directives;
  }

  private include(pattern: string, at: string, content: BlockContent, depth: number): Directive[] {
    if (depth >= MAX_INCLUDE_DEPTH)
      return this.refuse(at, `include ${pattern}: files include one another in a circle`);
    return this.matching(pattern, at).flatMap((path) => {
      if (++this.includedFiles < MAX_INCLUDED_FILES) return this.file(path, content, depth + 1);
      if (this.includedFiles > MAX_INCLUDED_FILES) return [];
      return this.refuse(at, `include ${pattern}: more than ${MAX_INCLUDED_FILES} files are included`);
    });
  }

  /** The files of an include directive. A pattern may match no file, but a plain name must exist. */
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

  private refuse(at: string, reason: string): Directive[] {
    this.problems.push(`${at}: ${reason}`);
    return [];
  }
}

function createDirective(name: string, ...args: string[]): Directive {
  return { name, args, at: "the local cloud" };
}

function globPattern(glob: string): RegExp {
  const source = glob
    .replace(/[.+^${}()|\\]/g, "\\$&")
    .replace(/\*/g, ".*")
    .replace(/\?/g, ".");
  return new RegExp(`^${source}$`);
}
