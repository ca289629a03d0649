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
  ) {}

  /** Of what is missing, that is all that is noted. */
  add(property: string, problem: string, remedy: string): void {
    const path = join(this.path, property);
    if (this.list.some((noted) => noted.path === path && noted.problem === missing)) return;
    this.list.push({ path, problem, remedy });
  }

  missing(property: string): void {
    this.add(property, missing, "Give it.");
  }

  under(property: string): Mistakes {
    return new Mistakes(join(this.path, property), this.list);
  }
}

const missing = "is missing.";

function join(path: string, property: string): string {
  if (path === "" || property === "" || property.startsWith("[")) return path + property;
  return `${path}.${property}`;
}

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
    if (mistakes.list.length === 0) return resolved;
  } catch (failure) {
    // What is missing, or of another type, may stop a later check: what was noted before says so in words.
    if (mistakes.list.length === 0) throw failure;
  }
  throw new ArgumentMistakesError(component, mistakes.list);
}
