/**
 * Condition of a plug-in: `$status = 200 and $code <> 'OK'`. Supported are `$name`, numbers, texts in single quotes,
 * `true`, `false`, `null`, the comparisons below, `and`, `or`, `not` and parentheses.
 */
export type Condition = (value: (name: string) => unknown) => boolean;

type Operand = (value: (name: string) => unknown) => unknown;

const tokenForm =
  /\s*(?:(\$\w+)|('(?:[^'\\]|\\.)*')|(-?\d+(?:\.\d+)?)|(<>|<=|>=|!=|==|[=<>()])|([A-Za-z]\w*))/y;

/** Compares two values: as numbers if both are numbers, otherwise as texts. null equals only null. */
function order(a: unknown, b: unknown): number | undefined {
  const [left, right] = [a ?? null, b ?? null];
  if (left === null || right === null) return left === right ? 0 : undefined;
  const numbers = [Number(left), Number(right)] as const;
  if (![...numbers, String(left).trim(), String(right).trim()].some((it) => it === "" || Number.isNaN(it))) {
    return Math.sign(numbers[0] - numbers[1]);
  }
  return String(left) === String(right) ? 0 : String(left) < String(right) ? -1 : 1;
}

const comparisons: Readonly<Record<string, (a: unknown, b: unknown) => boolean>> = {
  "=": (a, b) => order(a, b) === 0,
  "==": (a, b) => order(a, b) === 0,
  "<>": (a, b) => order(a, b) !== 0,
  "!=": (a, b) => order(a, b) !== 0,
  "<": (a, b) => order(a, b) === -1,
  ">": (a, b) => order(a, b) === 1,
  "<=": (a, b) => (order(a, b) ?? 1) <= 0,
  ">=": (a, b) => (order(a, b) ?? -1) >= 0,
};

const words: Readonly<Record<string, unknown>> = { true: true, false: false, null: null };

/** Parses a condition. Returns undefined for unsupported syntax. */
export function parseCondition(text: string): { holds: Condition; names: string[] } | undefined {
  const tokens = tokenize(text);
  if (!tokens) return undefined;
  try {
    const parser = new Parser(tokens);
    const holds = parser.condition();
    return parser.isAtEnd ? { holds, names: parser.names } : undefined;
  } catch (error) {
    if (error instanceof NotUnderstood) return undefined;
    throw error;
  }
}

/** Maximum number of `not` and parentheses around a comparison. A parser that calls itself needs a limit. */
const maxDepth = 50;

class NotUnderstood extends Error {}

function tokenize(text: string): string[] | undefined {
  const tokens: string[] = [];
  const rest = text.trimEnd();
  tokenForm.lastIndex = 0;
  while (tokenForm.lastIndex < rest.length) {
    const match = tokenForm.exec(rest);
    if (!match) return undefined;
    tokens.push(match[0].trim());
  }
  return tokens;
}

class Parser {
  readonly names: string[] = [];
  private next = 0;
  private depth = 0;

  constructor(private readonly tokens: readonly string[]) {}

  get isAtEnd(): boolean {
    return this.next === this.tokens.length;
  }

  condition(): Condition {
    let left = this.conjunction();
    while (this.takes("or")) {
      const [first, second] = [left, this.conjunction()];
      left = (value) => first(value) || second(value);
    }
    return left;
  }

  private conjunction(): Condition {
    let left = this.term();
    while (this.takes("and")) {
      const [first, second] = [left, this.term()];
      left = (value) => first(value) && second(value);
    }
    return left;
  }

  private term(): Condition {
    if (++this.depth > maxDepth) throw new NotUnderstood();
    try {
      return this.innerTerm();
    } finally {
      this.depth -= 1;
    }
  }

  private innerTerm(): Condition {
    if (this.takes("not")) {
      const inner = this.term();
      return (value) => !inner(value);
    }
    if (this.takes("(")) {
      const inner = this.condition();
      if (!this.takes(")")) throw new NotUnderstood();
      return inner;
    }
    const left = this.operand();
    const compare = comparisons[this.tokens[this.next] ?? ""];
    if (!compare) return (value) => String(left(value)) === "true";
    this.next++;
    const right = this.operand();
    return (value) => compare(left(value), right(value));
  }

  private operand(): Operand {
    const token = this.tokens[this.next++] ?? "";
    if (token.startsWith("$")) {
      const name = token.slice(1);
      this.names.push(name);
      return (value) => value(name);
    }
    if (token.startsWith("'")) {
      const text = token.slice(1, -1).replace(/\\(.)/g, "$1");
      return () => text;
    }
    if (/^-?\d/.test(token)) return () => Number(token);
    const word = token.toLowerCase();
    if (!Object.hasOwn(words, word)) throw new NotUnderstood();
    return () => words[word];
  }

  private takes(word: string): boolean {
    const isNext = this.tokens[this.next]?.toLowerCase() === word;
    if (isNext) this.next++;
    return isNext;
  }
}

/** Reads a condition of a document and checks that all its names are declared. */
export function readCondition(
  fields: { mistake(name: string, problem: string): Error; unknown(name: string, value?: string): void },
  name: string,
  text: string,
  declared: ReadonlyMap<string, unknown>,
): Condition {
  const parsed = parseCondition(text);
  if (!parsed) {
    fields.unknown(name, text);
    return () => false;
  }
  const stray = parsed.names.find((it) => !declared.has(it));
  if (stray !== undefined) throw fields.mistake(name, `names $${stray}, which is not in parameters`);
  return parsed.holds;
}
