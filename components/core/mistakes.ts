import * as pulumi from "@pulumi/pulumi";

/** One thing that is wrong in the arguments of a component. */
export interface Mistake {
  /** Where: a property path such as `network.vswitches[1].cidrBlock`. */
  path: string;
  /** What was given and why it cannot be. */
  problem: string;
  /** What to write instead. */
  remedy: string;
}

/** Collects the mistakes below one property path; `under` looks deeper, into the same list. */
export class Mistakes {
  constructor(
    private readonly path = "",
    readonly list: Mistake[] = [],
    private readonly unfit = new Set<string>(),
    /** What stopped a check, in place of its mistakes. */
    readonly failures: unknown[] = [],
  ) {}

  add(property: string, problem: string, remedy: string): void {
    const path = join(this.path, property);
    const known = [...this.unfit].some((unfit) => path === unfit || isBelow(path, unfit));
    if (!known) this.list.push({ path, problem: readable(problem), remedy });
  }

  /** Notes what is not there, or of another kind than its settings say: all that is noted of it and of what is in it. */
  unfitting(property: string, problem: string, remedy: string): void {
    this.add(property, problem, remedy);
    this.unfit.add(join(this.path, property));
  }

  missing(property: string): void {
    this.unfitting(property, "is missing.", "Give it.");
  }

  /**
   * Makes a check by itself: a value of another kind that stops it hides no mistake of others.
   *
   * @returns What the check found out; undefined when it was stopped.
   */
  aside<T>(check: () => T): T | undefined {
    try {
      return check();
    } catch (failure) {
      this.failures.push(failure);
      return undefined;
    }
  }

  under(property: string): Mistakes {
    return new Mistakes(join(this.path, property), this.list, this.unfit, this.failures);
  }
}

function join(path: string, property: string): string {
  if (path === "" || property === "" || property.startsWith("[")) return path + property;
  return `${path}.${property}`;
}

const isBelow = (path: string, above: string): boolean =>
  above === "" || (path.startsWith(above) && /^[.[]/.test(path.slice(above.length)));

/** On one line, with the beginning of a value that is long. */
const readable = (problem: string): string =>
  problem
    .replace(/\p{Cc}/gu, (character) => JSON.stringify(character).slice(1, -1))
    .replace(/^((?:is )?"[^"]{80})[^"]{20,}"/, '$1…"');

/**
 * All mistakes in the arguments of one component, thrown before any resource is registered.
 * Pulumi prints the message alone, without a stack.
 */
export class ArgumentMistakesError extends pulumi.RunError {
  constructor(
    /** Type and name of the component. */
    readonly component: string,
    /** The mistakes, in the order in which they were found. */
    readonly mistakes: readonly Mistake[],
  ) {
    super(message(component, mistakes));
    this.name = "ArgumentMistakesError";
  }
}

function message(component: string, mistakes: readonly Mistake[]): string {
  const count = mistakes.length === 1 ? "1 mistake" : `${mistakes.length} mistakes`;
  const lines = mistakes.map(({ path, problem, remedy }) => `  ${path}: ${problem} ${remedy}`);
  return [`${component}: ${count} in the arguments; nothing was created.`, ...lines].join("\n");
}

/**
 * Resolves arguments with a function that notes mistakes, and throws all of them at once.
 *
 * @throws ArgumentMistakesError when there is any mistake
 */
export function resolveOrThrow<T>(component: string, resolve: (mistakes: Mistakes) => T): T {
  const mistakes = new Mistakes();
  try {
    const resolved = resolve(mistakes);
    if (mistakes.list.length === 0 && mistakes.failures.length === 0) return resolved;
  } catch (failure) {
    mistakes.failures.push(failure);
  }
  // What is missing, or of another kind, may stop a later check: what was noted before says so in words.
  if (mistakes.list.length > 0) throw new ArgumentMistakesError(component, mistakes.list);
  throw mistakes.failures[0];
}
