/** Words with variables in Nginx's configuration, and the check whether such a path can leave its folder. */

/** A segment of a word: literal text, or the name of a variable. */
export type Piece = { text: string } | { variable: string };

/**
 * Splits a word into text and variables: `$name`, `${name}`, and captures, which have one digit.
 *
 * @returns undefined if Nginx rejects the word.
 */
export function splitTemplate(word: string): Piece[] | undefined {
  const pieces: Piece[] = [];
  let rest = word;
  while (rest !== "") {
    const match = /^([^$]+)|^\$(?:([1-9])|(\w+)|\{(\w+)\})/.exec(rest);
    if (!match) return undefined;
    const [whole, text, capture, plain, braced] = match;
    pieces.push(text !== undefined ? { text } : { variable: capture ?? plain ?? braced ?? "" });
    rest = rest.slice(whole.length);
  }
  return pieces;
}

/** Variables in a word. */
export function variablesIn(pieces: readonly Piece[]): string[] {
  return pieces.flatMap((piece) => ("variable" in piece ? [piece.variable] : []));
}

/**
 * Variables whose values have no `..` between slashes, because Nginx resolves or rejects it: the URI (including a
 * rewritten one, see `nginxForms.ts`), and host names.
 */
export const NORMALISED_VARIABLES: ReadonlySet<string> = new Set([
  "uri",
  "document_uri",
  "host",
  "server_name",
]);

/** Whether a variable is a numbered group of a regular expression. */
export const isCapture = (variable: string): boolean => /^[1-9]$/.test(variable);

/**
 * Representative values without `..` for every effect on neighbouring text: short ones, and longer ones by their first
 * and last characters.
 */
const VALUES: readonly string[] = [
  ...["", "/", ".", "/.", "./", "/./"],
  ...["", "/", "./"].flatMap((start) => ["", "/", "/."].map((end) => `${start}x${end}`)),
];

/** A path never needs more variables, and each one multiplies the number of cases. */
const MAX_VARIABLES = 3;

const PARENT = /(^|\/)\.\.(\/|$)/;

/**
 * Whether a path can contain `..` as a segment, if none of its variables alone does. `/.$host` cannot, but `/.$uri`
 * can, with the URI `.`.
 */
export function canClimb(pieces: readonly Piece[]): boolean {
  if (variablesIn(pieces).length > MAX_VARIABLES) return true;
  let paths = [""];
  for (const piece of pieces) {
    const values = "text" in piece ? [piece.text] : VALUES;
    paths = paths.flatMap((path) => values.map((value) => path + value));
  }
  return paths.some((path) => PARENT.test(path));
}
