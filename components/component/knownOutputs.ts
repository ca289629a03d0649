import * as pulumi from "@pulumi/pulumi";
import { withoutUndefined } from "../validation/given";
import { isSecret } from "../validation/known";
import { ArgumentError, type Problem, Problems } from "../validation/problems";
import { isOutput } from "../validation/types";
import { declareSame } from "./claims";

type Check = (args: unknown, problems: Problems) => void;

type KnownValues = Map<unknown, { value: unknown; isSecret: boolean }>;

/** Checks of components, by their arguments. */
const checks = new WeakMap<object, { component: string; check: Check }>();

/**
 * Copies arguments without undefined values, and replaces every Output by one that fails if {@link
 * checkKnownOutputs} finds a problem in its value. No child is registered with such a value.
 */
export function guardOutputs<T>(args: T): T {
  const values: KnownValues = new Map();
  let failure: ArgumentError | undefined;
  const reported = new Set<string>();
  let pending: Promise<void> | undefined;

  const checkValues = async () => {
    // Checks values that become known at the same time together, so that each problem is reported once.
    await new Promise((resolve) => setImmediate(resolve));
    pending = undefined;
    const newProblems = problemsIn(guarded, values).filter(({ path }) => !reported.has(path));
    for (const { path } of newProblems) reported.add(path);
    const { component } = checks.get(guarded as object) ?? {};
    if (component !== undefined && newProblems.length > 0) {
      failure = new ArgumentError(component, newProblems, "later");
    }
    if (failure) throw failure;
  };
  const guard = (output: unknown): unknown => {
    const passOn = async (value: unknown) => {
      // A resource may lack a value, at preview or with mocks. It counts as unknown.
      if (value === undefined) return value;
      values.set(checked, { value, isSecret: await isSecret(output) });
      pending ??= checkValues();
      await pending;
      return value;
    };
    const checked: unknown = pulumi.Output.isInstance(output)
      ? output.apply(passOn)
      : (output as Promise<unknown>).then(passOn);
    declareSame(checked, output);
    return checked;
  };
  const guarded = withoutUndefined(args, (value) => (isOutput(value) ? guard(value) : value));
  return guarded;
}

/** Checks the Outputs of {@link guardOutputs} like plain values, as soon as each is known. */
export function checkKnownOutputs(args: object, component: string, check: Check): void {
  checks.set(args, { component, check });
}

function problemsIn(args: unknown, values: KnownValues): readonly Problem[] {
  const { check } = checks.get(args as object) ?? {};
  // A component with invalid plain values has already failed and creates nothing.
  if (!check) return [];
  const secrets = [...values.values()].filter(({ isSecret }) => isSecret);
  const texts = secrets.flatMap(({ value }) => textsIn(value));
  const problems = new Problems("", [], new Set(), (text) => texts.some((secret) => reveals(text, secret)));
  try {
    const known = (value: unknown) => (values.has(value) ? values.get(value)?.value : value);
    check(withoutUndefined(args, known), problems);
  } catch (failure) {
    if (problems.list.length === 0) throw failure;
  }
  return problems.list;
}

/** Returns all strings and numbers in a value. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string" || typeof value === "number") return [String(value)].filter(Boolean);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(Array.isArray(value) ? [] : [key]),
    ...textsIn(inner),
  ]);
}

/** Number of consecutive characters of a secret that a message must not contain. */
const fragment = 8;

/** Whether a text contains a secret or a part of it. */
function reveals(text: string, secret: string): boolean {
  if (secret.length <= fragment) return text.includes(secret);
  for (let start = 0; start + fragment <= secret.length; start++) {
    if (text.includes(secret.slice(start, start + fragment))) return true;
  }
  return false;
}
