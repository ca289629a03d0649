/** A configuration that Nginx would reject too. */
export class NginxSyntaxError extends Error {}

export interface Token {
  kind: "word" | ";" | "{" | "}";
  /** A word without its quotes and with replaced escapes. For other tokens, the character itself. */
  value: string;
  line: number;
}

/** Nginx separates words only by these four characters. Other kinds of space are part of a word. */
const isSpace = (character: string): boolean => " \t\r\n".includes(character);

/** Characters that end an unquoted word. A closing brace or a quote does not. */
const endsWord = (character: string): boolean => isSpace(character) || ";{".includes(character);

const QUOTES = "\"'";

/** Escape sequences. Before any other character, the backslash stays. */
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  "\\": "\\",
  t: "\t",
  r: "\r",
  n: "\n",
};

/** A C program ends a text at the first of these characters, and does not need the others. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const CONTROL_CHARACTER = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/;

/**
 * Splits a file into words and signs, without its comments. It follows `ngx_conf_read_token` of Nginx 1.22 character by
 * character; `test/local/machines/nginxOracle.test.ts` compares both.
 *
 * @param file - The name for messages.
 */
export function tokenise(text: string, file: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let i = 0;
  let isAfterQuote = false;
  const fail = (reason: string): never => {
    throw new NginxSyntaxError(`${file}:${line}: ${reason}`);
  };
  if (CONTROL_CHARACTER.test(text)) {
    line = text.slice(0, text.search(CONTROL_CHARACTER)).split("\n").length;
    fail("a control character cannot be used in a configuration. Remove it.");
  }
  while (i < text.length) {
    const character = text.charAt(i);
    const mayFollowQuote = isSpace(character) || ";{)".includes(character);
    if (isAfterQuote && !mayFollowQuote) fail(`unexpected "${character}" after a quoted word`);
    isAfterQuote = false;
    if (isSpace(character)) {
      if (character === "\n") line++;
      i++;
    } else if (character === "#") {
      const end = text.indexOf("\n", i);
      i = end < 0 ? text.length : end;
    } else if (character === ";" || character === "{" || character === "}") {
      tokens.push({ kind: character, value: character, line });
      i++;
    } else {
      const quoted = QUOTES.includes(character);
      const start = quoted ? i + 1 : i;
      const end = quoted ? quotedEnd(text, start, character) : wordEnd(text, start);
      if (end === undefined) return fail(`the quote ${character} is never closed`);
      const raw = text.slice(start, end);
      tokens.push({ kind: "word", value: replaceEscapes(raw), line });
      line += raw.split("\n").length - 1;
      i = quoted ? end + 1 : end;
      isAfterQuote = quoted;
    }
  }
  return tokens;
}

/** Position of the closing quote. A backslash escapes the next character. */
function quotedEnd(text: string, start: number, quote: string): number | undefined {
  for (let i = start; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === quote) return i;
  }
  return undefined;
}

/** End of an unquoted word. A brace after `$` belongs to the word. After that brace, the usual characters end it. */
function wordEnd(text: string, start: number): number {
  let isAfterDollar = false;
  for (let i = start; i < text.length; i++) {
    const character = text.charAt(i);
    if (character === "{" && isAfterDollar) continue;
    isAfterDollar = character === "$";
    if (character === "\\") i++;
    else if (endsWord(character)) return i;
  }
  return text.length;
}

function replaceEscapes(raw: string): string {
  return raw.replace(/\\([\s\S])/g, (both, character: string) => ESCAPES[character] ?? both);
}
