import {
  type CST,
  type Document,
  type DocumentOptions,
  type ParseOptions,
  Parser,
  parseDocument,
  type SchemaOptions,
} from "yaml";

/** Limits of a document that a user, a client or a back end has written. */
export interface DocumentLimits {
  /** Maximum size in UTF-16 units. */
  length: number;
  /** Maximum number of lists and objects inside each other. */
  depth: number;
}

/**
 * More than any document of a user has. A parser that calls itself for each level overflows the stack of Node.js at
 * about 1,000 levels, which ends the process if it happens in a regular expression.
 */
const defaultLimits: DocumentLimits = { length: 16 * 1024 * 1024, depth: 100 };

/** The YAML parser needs far more time and memory than that of JSON. */
const yamlLength = 512 * 1024;

/** Maximum number of values that the aliases of one document repeat. */
export const maxAliasCount = 1_000;

/** A document exceeds a limit. It counts as malformed. */
export class TooComplexError extends SyntaxError {}

/**
 * Parses JSON. Use this function instead of `JSON.parse`.
 *
 * @throws SyntaxError for a text that is not JSON, or that exceeds a limit
 */
export function parseJson(text: string, limits: Partial<DocumentLimits> = {}): unknown {
  const { length, depth } = { ...defaultLimits, ...limits };
  checkLength(text, length);
  if (isJsonDeeperThan(text, depth)) throw tooDeep(depth);
  return JSON.parse(text);
}

/**
 * Parses a YAML document. Use this function instead of those of the package.
 *
 * @throws TooComplexError for a text that exceeds a limit; other problems are in the document
 */
export function parseYaml(
  text: string,
  options: ParseOptions & DocumentOptions & SchemaOptions = {},
  limits: Partial<DocumentLimits> = {},
): Document {
  const { length, depth } = { ...defaultLimits, length: yamlLength, ...limits };
  checkLength(text, length);
  if (isYamlDeeperThan(text, depth)) throw tooDeep(depth);
  return parseDocument(text, { logLevel: "error", ...options });
}

function checkLength(text: string, limit: number): void {
  if (text.length > limit) {
    throw new TooComplexError(`has ${text.length} characters. Use at most ${limit}.`);
  }
}

const tooDeep = (depth: number): TooComplexError =>
  new TooComplexError(`is nested deeper than ${depth} levels. Use at most ${depth}.`);

const [quote, backslash] = [0x22, 0x5c];
const opening = [0x5b, 0x7b];
const closing = [0x5d, 0x7d];

function isJsonDeeperThan(text: string, limit: number): boolean {
  let depth = 0;
  let isInString = false;
  for (let i = 0; i < text.length; i++) {
    const character = text.charCodeAt(i);
    if (isInString) {
      if (character === backslash) i++;
      else if (character === quote) isInString = false;
    } else if (character === quote) isInString = true;
    else if (opening.includes(character)) {
      if (++depth > limit) return true;
    } else if (closing.includes(character)) depth--;
  }
  return false;
}

/** Walks through the syntax tree without recursion. The parser that creates it does not use recursion either. */
function isYamlDeeperThan(text: string, limit: number): boolean {
  for (const token of new Parser().parse(text)) {
    const open: { token: CST.Token; depth: number }[] = [{ token, depth: 0 }];
    for (let next = open.pop(); next; next = open.pop()) {
      const { depth } = next;
      if (depth > limit) return true;
      for (const inner of listChildren(next.token)) open.push({ token: inner, depth: depth + 1 });
    }
  }
  return false;
}

function listChildren(token: CST.Token): CST.Token[] {
  if (token.type === "document") return token.value ? [token.value] : [];
  if (!("items" in token)) return [];
  return token.items.flatMap(({ key, value }) => [key, value].flatMap((it) => it ?? []));
}
