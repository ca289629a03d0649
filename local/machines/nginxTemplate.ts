/** Words of Nginx's configuration with variables in them, and whether such a path can leave its folder. */

/** A piece of a word: text as it stands, or the name of a variable. */
export type Piece = { text: string } | { variable: string };

/**
 * The text and the variables of a word: `$name`, `${name}`, and captures, which have one digit.
 *
 * @returns undefined when Nginx refuses the word.
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
 * Variables whose values have no `..` between slashes, because Nginx resolves or refuses it: the URI (also a rewritten
 * one, see `nginxForms.ts`), and host names.
 */
export const NORMALISED_VARIABLES: ReadonlySet<string> = new Set([
  "uri",
  "document_uri",
  "host",
  "server_name",
]);

/** Groups of a regular expression, by number. */
export const isCapture = (variable: string): boolean => /^[1-9]$/.test(variable);

/**
 * Each value without `..` that differs in what its neighbours can make of it: short ones, and longer ones by how they
 * begin and end.
 */
const VALUES: readonly string[] = [
  ...["", "/", ".", "/.", "./", "/./"],
  ...["", "/", "./"].flatMap((start) => ["", "/", "/."].map((end) => `${start}x${end}`)),
];

/** More are never needed in a path, and each multiplies the cases. */
const MAX_VARIABLES = 3;

const PARENT = /(^|\/)\.\.(\/|$)/;

/**
 * Whether a path can have `..` as a segment, when none of its variables has by itself: `/.$host` cannot, `/.$uri` with
 * the URI `.` can.
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
