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
  /** Folder that is the guest's `/`, as Nginx sees it: absolute, or below its prefix. */
  root: string;
  /** Where Nginx writes its process id, in the same way. */
  pidFile: string;
  /** The user and group that worker processes run as; needed when Nginx is started by root, else empty. */
  user: readonly string[];
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
/** Files that include one another can name far more than there are. */
const MAX_INCLUDED_FILES = 1_000;

/** The guest's `/etc/nginx/nginx.conf` as one configuration for an Nginx without privileges on loopback ports. */
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

  /** What the local cloud decides about the process. */
  head(main: readonly Directive[]): Directive[] {
    const { pidFile, user } = this.options;
    const head = [
      made("daemon", "off"),
      // One worker serves a laptop; as many as processors for each instance would not.
      made("worker_processes", "1"),
      made("pid", pidFile),
      made("lock_file", `${pidFile}.lock`),
    ];
    if (user.length > 0) head.push(made("user", ...user));
    if (!main.some((directive) => directive.name === "error_log")) {
      head.push(made("error_log", hostPath(this.options.root, ERROR_LOG)));
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

  /** A block with what Nginx would otherwise take from its build, with its listens mapped and its rewrites guarded. */
  private completed(name: string, block: Directive[], at: string): Directive[] {
    if (name === "http") {
      const missing = Object.entries(HTTP_DEFAULTS).filter(([key]) => !block.some((it) => it.name === key));
      return [...missing.map(([key, path]) => made(key, hostPath(this.options.root, path))), ...block];
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

  private refuse(at: string, reason: string): Directive[] {
    this.problems.push(`${at}: ${reason}`);
    return [];
  }
}

function made(name: string, ...args: string[]): Directive {
  return { name, args, at: "the local cloud" };
}

function globPattern(glob: string): RegExp {
  const source = glob
    .replace(/[.+^${}()|\\]/g, "\\$&")
    .replace(/\*/g, ".*")
    .replace(/\?/g, ".");
  return new RegExp(`^${source}$`);
}
