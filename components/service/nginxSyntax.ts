import type { Problems } from "../validation/problems";

/**
 * A comment, a mark, a text in quotes, or a word. A backslash takes the next character into a text or a word, and `{`
 * does not end a word after `$`. Source: `ngx_conf_read_token` of Nginx.
 */
const token = /#[^\n]*|[;{}]|(["'])(?:\\.|(?!\1)[^\\])*(\1|\\?$)|(?:\\.|\$\{|[^ \t\r\n;{\\])+\\?|\\$/gs;

/** What may follow a text in quotes. */
const afterQuotes = /^[ \t\r\n;{)]?$/;

/** Reports where Nginx cannot split the text into directives and blocks. Their names depend on its modules. */
export function checkNginxSyntax(text: string, problems: Problems): void {
  const found = findError(text);
  if (found === undefined) return;
  const line = text.slice(0, found.index).split("\n").length;
  const problem = `is not an Nginx configuration: line ${line} ${found.error}.`;
  problems.add("nginxConfig", problem, "Correct it: Nginx would not start.");
}

/** The error does not contain text of the line, which may be a secret. */
function findError(text: string): { index: number; error: string } | undefined {
  const blocks: number[] = [];
  /** Start of the directive that is being read. */
  let start: number | undefined;
  for (const { 0: word, 1: quote, 2: end, index } of text.matchAll(token)) {
    if (word.startsWith("#")) continue;
    if (word === "}") {
      if (start !== undefined) return { index, error: 'has a "}" before the ";" of a directive' };
      if (blocks.pop() === undefined) return { index, error: 'has a "}" without a "{"' };
    } else if (word === ";" || word === "{") {
      if (start === undefined) return { index, error: `has a "${word}" without a directive` };
      if (word === "{") blocks.push(start);
      start = undefined;
    } else {
      start ??= index;
      if (quote === undefined) continue;
      if (end !== quote) return { index, error: "begins a text in quotes that does not end" };
      const next = text.charAt(index + word.length);
      if (!afterQuotes.test(next)) return { index, error: "has a character directly after a quote" };
    }
  }
  if (start !== undefined) return { index: start, error: 'begins a directive without a ";"' };
  const open = blocks.pop();
  return open === undefined ? undefined : { index: open, error: 'begins a block without a "}"' };
}
