import { ProgramError } from "./programError";

/** One problem in the arguments of a component. */
export interface Problem {
  /** Property path such as `network.vswitches[1].cidrBlock`. */
  path: string;
  /** Value and constraint. */
  problem: string;
  /** Fix. */
  hint: string;
}

/** Collects the problems below one property path. `under` is for a deeper path, with the same list. */
export class Problems {
  constructor(
    private readonly path = "",
    readonly list: Problem[] = [],
    private readonly invalidPaths = new Set<string>(),
    /** Whether a text reveals a secret. */
    private readonly isSecret: (text: string) => boolean = () => false,
  ) {}

  add(property: string, problem: string, hint: string): void {
    if (this.isInvalid(property)) return;
    this.list.push({
      path: this.pathTo(property),
      problem: this.isSecret(problem) ? "is a secret value that is not valid." : readable(problem),
      hint: this.isSecret(hint) ? "Use another value." : hint,
    });
  }

  /** Reports a missing or wrongly typed value. Other problems of this value, and in it, are dropped. */
  invalid(property: string, problem: string, hint: string): void {
    this.add(property, problem, hint);
    this.invalidPaths.add(this.pathTo(property));
  }

  /** Whether a value, or one around it, is missing or wrongly typed: checks see an empty one instead. */
  isInvalid(property: string): boolean {
    const path = this.pathTo(property);
    return [...this.invalidPaths].some((invalid) => path === invalid || isBelow(path, invalid));
  }

  /** Path of a property from the arguments of the outermost component. */
  pathTo(property: string): string {
    if (this.path === "" || property === "" || property.startsWith("[")) return this.path + property;
    return `${this.path}.${property}`;
  }

  under(property: string): Problems {
    return new Problems(this.pathTo(property), this.list, this.invalidPaths, this.isSecret);
  }
}

const isBelow = (path: string, above: string): boolean =>
  above === "" || (path.startsWith(above) && /^[.[]/.test(path.slice(above.length)));

/** Escapes line breaks and other control characters. */
const oneLine = (text: string): string =>
  text.replace(/\p{Cc}/gu, (character) => JSON.stringify(character).slice(1, -1));

/** Formats a problem on one line and truncates long values. */
const readable = (problem: string): string =>
  oneLine(problem).replace(/^((?:is )?"[^"]{80})[^"]{20,}"/, '$1…"');

/**
 * All problems in the arguments of one component, thrown before any resource is registered. Problems in an
 * Output are thrown when its value is known, before a resource is registered with it. Pulumi prints the
 * message only, without a stack.
 */
export class ArgumentError extends ProgramError {
  constructor(
    /** Type and name of the component. */
    readonly component: string,
    /** The problems, in order. */
    readonly problems: readonly Problem[],
    when: "first" | "later" = "first",
  ) {
    const text = message(component, problems, when);
    super(text);
    this.name = "ArgumentError";
    // Pulumi prefixes the message with the property of every child that has the value, which differs from
    // that of the component.
    Object.defineProperty(this, "message", { get: () => text, set: () => {}, configurable: true });
  }
}

function message(component: string, problems: readonly Problem[], when: "first" | "later"): string {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  // Without a path, the problem concerns the arguments as a whole.
  const lines = problems.map(
    ({ path, problem, hint }) => `  ${oneLine(path || "arguments")}: ${problem} ${oneLine(hint)}`,
  );
  const end = when === "first" ? "; nothing was created." : ".";
  return [`${oneLine(component)}: ${count} in the arguments${end}`, ...lines].join("\n");
}

/** Resolves arguments. @throws ArgumentError with all problems that the function reports */
export function resolveOrThrow<T>(component: string, resolve: (problems: Problems) => T): T {
  const problems = new Problems();
  try {
    const resolved = resolve(problems);
    if (problems.list.length === 0) return resolved;
  } catch (failure) {
    if (problems.list.length === 0) throw failure;
  }
  throw new ArgumentError(component, problems.list);
}
