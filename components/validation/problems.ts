import { ProgramError } from "./programError";

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
    /** Whether a text reveals a secret. */
    private readonly isSecret: (text: string) => boolean = () => false,
  ) {}

  add(property: string, problem: string, remedy: string): void {
    const path = join(this.path, property);
    if (this.isUnfit(property)) return;
    this.list.push({
      path,
      problem: this.isSecret(problem) ? "is a secret value that is not valid." : readable(problem),
      remedy: this.isSecret(remedy) ? "Use another value." : remedy,
    });
  }

  /** Notes what is not there, or of another kind than its settings say: all that is noted of it and of what is in it. */
  unfitting(property: string, problem: string, remedy: string): void {
    this.add(property, problem, remedy);
    this.unfit.add(join(this.path, property));
  }

  /** Reports an argument that is required and left out. `what`: what it must be, such as `a string`. */
  missing(property: string, what = "a value"): void {
    this.unfitting(property, "is missing.", `Set it to ${what}.`);
  }

  /** Whether a value is missing or of a wrong type, here or around it, so that checks see an empty one in its place. */
  isUnfit(property: string): boolean {
    const path = join(this.path, property);
    return [...this.unfit].some((unfit) => path === unfit || isBelow(path, unfit));
  }

  under(property: string): Mistakes {
    return new Mistakes(join(this.path, property), this.list, this.unfit, this.isSecret);
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
 * All mistakes in the arguments of one component, thrown before any resource is registered; those in an Output, where
 * its value is known later, before a resource is registered with it. Pulumi prints the message alone, without a stack.
 */
export class ArgumentMistakesError extends ProgramError {
  constructor(
    /** Type and name of the component. */
    readonly component: string,
    /** The mistakes, in the order in which they were found. */
    readonly mistakes: readonly Mistake[],
    when: "first" | "later" = "first",
  ) {
    const text = message(component, mistakes, when);
    super(text);
    this.name = "ArgumentMistakesError";
    // Pulumi puts the property of every child that has the value in front, which is another than that of the component.
    Object.defineProperty(this, "message", { get: () => text, set: () => {}, configurable: true });
  }
}

function message(component: string, mistakes: readonly Mistake[], when: "first" | "later"): string {
  const count = mistakes.length === 1 ? "1 mistake" : `${mistakes.length} mistakes`;
  // Without a path, it is the arguments themselves.
  const lines = mistakes.map(({ path, problem, remedy }) => `  ${path || "arguments"}: ${problem} ${remedy}`);
  const end = when === "first" ? "; nothing was created." : ".";
  return [`${component}: ${count} in the arguments${end}`, ...lines].join("\n");
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
    if (mistakes.list.length === 0) return resolved;
  } catch (failure) {
    if (mistakes.list.length === 0) throw failure;
  }
  throw new ArgumentMistakesError(component, mistakes.list);
}
