import { NginxSyntaxError, tokenise } from "./nginxTokens";

/** One directive of Nginx's configuration language. */
export interface Directive {
  name: string;
  /** Values as Nginx understands them: without quotes, with escapes replaced. */
  args: readonly string[];
  /** The directives between the braces, for those that have them. */
  block?: readonly Directive[];
  /** Where it was written: `/etc/nginx/nginx.conf:12`. */
  at: string;
}

/** Deeper than any configuration that Nginx accepts: its own blocks nest by contexts. */
const MAX_DEPTH = 32;

/**
 * The directives of a configuration file.
 *
 * @param file - The name for messages.
 * @throws NginxSyntaxError with file and line, when Nginx would not read it either.
 */
export function parseNginx(text: string, file: string): Directive[] {
  const tokens = tokenise(text, file);
  let next = 0;

  function fail(line: number | undefined, reason: string): never {
    throw new NginxSyntaxError(`${file}:${line ?? 1}: ${reason}`);
  }

  function block(depth: number): Directive[] {
    const directives: Directive[] = [];
    let words: { value: string; line: number }[] = [];
    for (;;) {
      const token = tokens[next++];
      const first = words[0];
      if (token === undefined) {
        if (first) fail(first.line, `"${first.value}" lacks its ";"`);
        if (depth > 0) fail(tokens[tokens.length - 1]?.line, 'a "}" is missing at the end of the file');
        return directives;
      }
      if (token.kind === "word") {
        words.push(token);
        continue;
      }
      if (token.kind === "}") {
        if (first) fail(token.line, `"${first.value}" lacks its ";"`);
        if (depth === 0) fail(token.line, 'unexpected "}"');
        return directives;
      }
      if (!first) fail(token.line, `unexpected "${token.kind}"`);
      if (token.kind === "{" && depth >= MAX_DEPTH)
        fail(token.line, `blocks are nested deeper than ${MAX_DEPTH}`);
      const directive: Directive = {
        name: first.value,
        args: words.slice(1).map(({ value }) => value),
        at: `${file}:${first.line}`,
      };
      words = [];
      if (token.kind === "{") directive.block = block(depth + 1);
      directives.push(directive);
    }
  }

  return block(0);
}

/** One token that Nginx reads back as this value, whatever characters it has. */
export function quote(value: string): string {
  return `"${value.replace(/["\\]/g, "\\$&")}"`;
}

/**
 * The text of a configuration file with these directives. Names and arguments are quoted from their values: nothing is
 * copied from the text that they were read from, so Nginx cannot find other words in it than {@link parseNginx} did.
 */
export function printNginx(directives: readonly Directive[], indent = ""): string {
  return directives
    .map(({ name, args, block }) => {
      const head = `${indent}${[name, ...args].map(quote).join(" ")}`;
      return block ? `${head} {\n${printNginx(block, `${indent}  `)}${indent}}\n` : `${head};\n`;
    })
    .join("");
}
