import type { Problems } from "./problems";
import { isOutput } from "./types";

/** What of a value is no data that can be written as JSON, with its place. */
function findNonJson(
  value: unknown,
  path: string,
  above: readonly unknown[],
): [path: string, problem: string][] {
  if (isOutput(value)) return [[path, later]];
  if (typeof value === "function" || typeof value === "symbol" || typeof value === "bigint") {
    return [[path, `is a ${typeof value}.`]];
  }
  if (typeof value !== "object" || value === null) return [];
  if (above.includes(value)) return [[path, "is in itself."]];
  const isList = Array.isArray(value);
  return Object.entries(value).flatMap(([key, inner]) =>
    findNonJson(inner, isList ? `${path}[${key}]` : `${path}.${key}`, [...above, value]),
  );
}

const later = "is known later only.";

/** Whether a value is known later, or has in it what is: it may be a secret. */
export const containsOutput = (value: unknown): boolean =>
  findNonJson(value, "", []).some(([, problem]) => problem === later);

/** Whether a value can be written as JSON. */
export const isData = (value: unknown): boolean => findNonJson(value, "", []).length === 0;

/** Notes what of a value cannot be written as JSON; `takesLater`: what is known later is taken. */
export function checkData(
  value: unknown,
  problems: Problems,
  property: string,
  { takesLater = false }: { takesLater?: boolean } = {},
): void {
  for (const [path, problem] of findNonJson(value, property, [])) {
    if (takesLater && problem === later) continue;
    problems.add(path, problem, "Give texts, numbers, lists and objects.");
  }
}
