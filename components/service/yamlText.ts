/** Maximum length of a quoted key without the sign `?`. PyYAML's own limit is 1024. */
const longestPlainKey = 1_000;

/** Maximum width of a list or object of scalars on one line. */
const longestLine = 100;

/**
 * Renders a value as YAML that has the same meaning in YAML 1.1, in YAML 1.2 and, except for characters above
 * U+FFFF, in JSON. Lists and objects are in brackets, strings are in double quotes, and all characters are
 * ASCII. cloud-init reads user data with PyYAML, which parses unquoted text as a boolean (`off`), date
 * (`2026-11-29`) or number (`9:30`, `1_000`), and rejects documents with control characters. Quoting prevents
 * both.
 *
 * - Characters above U+FFFF are written as `\U0001F600`: PyYAML reads JSON's pairs `\ud83d\ude00` as two
 *   characters.
 * - Numbers with an exponent have a decimal point: without it, YAML 1.1 reads them as strings.
 * - Characters above U+007F are escaped: if the first 4096 bytes contain `MIME-Version:`, cloud-init takes
 *   user data for a MIME message and loses them.
 * - Lines of a string stay on separate lines, so that a preview shows which of them change.
 */
export function yamlText(value: unknown, indent = ""): string {
  if (typeof value === "string") return quoted(value);
  if (typeof value === "number") return numeral(value);
  if (typeof value !== "object" || value === null) return String(value ?? null);
  const deeper = `${indent}  `;
  const isList = Array.isArray(value);
  const parts = isList
    ? value.map((item) => yamlText(item, deeper))
    : Object.entries(value).map(([name, inner]) => `${key(name)}: ${yamlText(inner, deeper)}`);
  const [open, close] = isList ? ["[", "]"] : ["{", "}"];
  const line = `${open}${parts.join(", ")}${close}`;
  const isFlat = Object.values(value).every((inner) => typeof inner !== "object" || inner === null);
  if (parts.length === 0 || (isFlat && line.length <= longestLine && !line.includes("\n"))) return line;
  return `${open}\n${parts.map((part) => deeper + part).join(",\n")}\n${indent}${close}`;
}

/** Renders a string in double quotes, with each of its lines on a separate line. */
export function quoted(text: string): string {
  const lines = withoutBreaks(text).split(/(?<=\\n)(?=.)/su);
  const rest = lines.slice(1).map((line) => ` ${line.startsWith(" ") ? "\\" : ""}${line}`);
  return `"${[lines[0], ...rest].join("\\\n")}"`;
}

const withoutBreaks = (text: string): string => [...text].map(escaped).join("");

function escaped(character: string): string {
  if (/["\\\n\r\t]/.test(character)) return JSON.stringify(character).slice(1, -1);
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0x20 && code < 0x7f) return character;
  const [letter, digits] = code <= 0xff ? ["x", 2] : code <= 0xffff ? ["u", 4] : ["U", 8];
  return `\\${letter}${code.toString(16).padStart(Number(digits), "0")}`;
}

function key(name: string): string {
  const text = `"${withoutBreaks(name)}"`;
  return text.length > longestPlainKey ? `? ${text}` : text;
}

function numeral(value: number): string {
  if (Number.isNaN(value)) return ".nan";
  if (!Number.isFinite(value)) return value < 0 ? "-.inf" : ".inf";
  return String(value).replace(/^(-?\d+)(?=e)/, "$1.0");
}
