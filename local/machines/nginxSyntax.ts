import { NginxSyntaxError, tokenise } from "./nginxTokens";

/** One directive of Nginx's configuration language. */
export interface Directive {
  name: string;
  /** Values as Nginx reads them: without quotes and with replaced escapes. */
  args: readonly string[];
  /** The directives between the braces, if it has any. */
  block?: readonly Directive[];
  /** Location in the source: `/etc/nginx/nginx.conf:12`. */
  at: string;
}

/** Deeper than any configuration that Nginx accepts, because its contexts limit the nesting. */
const MAX_DEPTH = 32;

/**
 * Parses the directives of a configuration file.
 *
 * @param file - The name for messages.
 * @throws NginxSyntaxError with file and line, for a file that Nginx would reject too.
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

/** Formats one token that Nginx reads back as this value, whatever characters it contains. */
export function quote(value: string): string {
  return `"${value.replace(/["\\]/g, "\\$&")}"`;
}

/**
 * Formats directives as a configuration file. Names and arguments are quoted from their parsed values, and no source
 * text is copied. Nginx therefore cannot read other words than {@link parseNginx} did.
 */
export function printNginx(directives: readonly Directive[], indent = ""): string {
  return directives
    .map(({ name, args, block }) => {
      const head = `${indent}${[name, ...args].map(quote).join(" ")}`;
      return block ? `${head} {\n${printNginx(block, `${indent}  `)}${indent}}\n` : `${head};\n`;
    })
    .join("");
}
