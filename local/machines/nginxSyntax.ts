/** Reading and writing Nginx's configuration language: directives, arguments, blocks. */

export interface Argument {
  /** As written, with its quotes. */
  raw: string;
  /** Without quotes and their escapes. */
  value: string;
}

export interface Directive {
  name: string;
  args: Argument[];
  /** The directives between the braces, for those that have them. */
  block?: Directive[];
  /** Where it was written: `/etc/nginx/nginx.conf:12`. */
  at: string;
}

/** A configuration that Nginx would not read either. */
export class NginxSyntaxError extends Error {}

interface Token {
  kind: "word" | ";" | "{" | "}";
  raw: string;
  value: string;
  line: number;
}

const isSpace = (character: string): boolean => /\s/.test(character);

/** One quoted word that begins at `start`; a backslash keeps the next character from ending it. */
function quotedEnd(text: string, start: number): number | undefined {
  const quote = text[start];
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === quote) return i + 1;
  }
  return undefined;
}

/** One unquoted word: up to a space, `;` or a brace that is not that of `${name}`. */
function wordEnd(text: string, start: number): number {
  let i = start;
  while (i < text.length) {
    const character = text.charAt(i);
    if (character === "\\") i += 2;
    else if (character === "$" && text[i + 1] === "{") {
      const close = text.indexOf("}", i);
      i = close < 0 ? text.length : close + 1;
    } else if (isSpace(character) || character === ";" || character === "{") return i;
    else i++;
  }
  return Math.min(i, text.length);
}

function unquote(raw: string): string {
  const quote = raw[0];
  if (quote !== '"' && quote !== "'") return raw;
  return raw.slice(1, -1).replace(/\\(["'\\])/g, "$1");
}

/** The words and signs of a file, without its comments. */
function tokenise(text: string, file: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let i = 0;
  while (i < text.length) {
    const character = text.charAt(i);
    if (isSpace(character)) {
      if (character === "\n") line++;
      i++;
    } else if (character === "#") {
      const end = text.indexOf("\n", i);
      i = end < 0 ? text.length : end;
    } else if (character === ";" || character === "{" || character === "}") {
      tokens.push({ kind: character, raw: character, value: character, line });
      i++;
    } else {
      const quoted = character === '"' || character === "'";
      const end = quoted ? quotedEnd(text, i) : wordEnd(text, i);
      if (end === undefined) {
        throw new NginxSyntaxError(`${file}:${line}: the quote ${character} is never closed`);
      }
      const raw = text.slice(i, end);
      tokens.push({ kind: "word", raw, value: unquote(raw), line });
      line += raw.split("\n").length - 1;
      i = end;
    }
  }
  return tokens;
}

/**
 * The directives of a configuration file.
 *
 * @param file - The name for messages.
 * @throws NginxSyntaxError with file and line, when Nginx would not read it either.
 */
export function parseNginx(text: string, file: string): Directive[] {
  const tokens = tokenise(text, file);
  let next = 0;

  function block(inside: boolean): Directive[] {
    const directives: Directive[] = [];
    let words: Token[] = [];
    for (;;) {
      const token = tokens[next++];
      if (token === undefined) {
        const last = words[0] ?? tokens[tokens.length - 1];
        if (words.length > 0)
          throw new NginxSyntaxError(`${file}:${last?.line}: "${last?.raw}" lacks its ";"`);
        if (inside)
          throw new NginxSyntaxError(`${file}:${last?.line}: a "}" is missing at the end of the file`);
        return directives;
      }
      if (token.kind === "word") {
        words.push(token);
        continue;
      }
      const first = words[0];
      if (token.kind === "}") {
        if (first) throw new NginxSyntaxError(`${file}:${token.line}: "${first.raw}" lacks its ";"`);
        if (!inside) throw new NginxSyntaxError(`${file}:${token.line}: unexpected "}"`);
        return directives;
      }
      if (!first) throw new NginxSyntaxError(`${file}:${token.line}: unexpected "${token.kind}"`);
      const directive: Directive = {
        name: first.value,
        args: words.slice(1).map(({ raw, value }) => ({ raw, value })),
        at: `${file}:${first.line}`,
      };
      words = [];
      if (token.kind === "{") directive.block = block(true);
      directives.push(directive);
    }
  }

  return block(false);
}

/** An argument with this value, quoted. */
export function argument(value: string): Argument {
  return { value, raw: `"${value.replace(/(["\\])/g, "\\$1")}"` };
}

/** The text of a configuration file with these directives. */
export function printNginx(directives: readonly Directive[], indent = ""): string {
  return directives
    .map((directive) => {
      const head = [directive.name, ...directive.args.map((arg) => arg.raw)].join(" ");
      if (!directive.block) return `${indent}${head};\n`;
      return `${indent}${head} {\n${printNginx(directive.block, `${indent}  `)}${indent}}\n`;
    })
    .join("");
}
