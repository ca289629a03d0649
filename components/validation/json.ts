import { maxDepth, tooDeep } from "./nesting";
import type { Problems } from "./problems";
import { cutText, describeType, isCutText, isObject, isOutput } from "./types";

/**
 * Finds values that JSON cannot represent, with their paths. `allowsDates`: also accepts instances that convert
 * themselves, such as a Date, which an Output cannot contain.
 */
function findNonJson(
  value: unknown,
  path: string,
  above: unknown[],
  allowsDates = true,
): [path: string, problem: string][] {
  if (isOutput(value)) return [[path, later]];
  if (typeof value === "function" || typeof value === "symbol" || typeof value === "bigint") {
    return [[path, `is a ${typeof value}.`]];
  }
  if (typeof value === "string" && isCutText(value)) return [[path, cutText.problem]];
  if (typeof value === "number" && !Number.isFinite(value)) return [[path, `is ${value}.`]];
  if (typeof value !== "object" || value === null) return [];
  if (!Array.isArray(value) && !isObject(value) && !(allowsDates && "toJSON" in value)) {
    return [[path, `is ${describeType(value)}.`]];
  }
  if (above.includes(value)) return [[path, "contains itself."]];
  if (above.length >= maxDepth) return [[path, tooDeep.problem]];
  const isList = Array.isArray(value);
  return Object.entries(value).flatMap(([key, inner]) =>
    findNonJson(inner, isList ? `${path}[${key}]` : `${path}.${key}`, [...above, value], allowsDates),
  );
}

const later = "is an Output, but a plain value is required.";

/** Whether a value is or contains an Output, which may be a secret. */
export const containsOutput = (value: unknown): boolean =>
  findNonJson(value, "", []).some(([, problem]) => problem === later);

export const isData = (value: unknown): boolean => findNonJson(value, "", []).length === 0;

/** Reports values that JSON cannot represent. With `allowsOutputs`, Outputs are accepted. */
export function checkData(
  value: unknown,
  problems: Problems,
  property: string,
  { allowsOutputs = false }: { allowsOutputs?: boolean } = {},
): void {
  for (const [path, problem] of findNonJson(value, property, [], !allowsOutputs)) {
    if (allowsOutputs && problem === later) continue;
    problems.add(path, problem, "Use strings, numbers, booleans, lists and objects.");
  }
}
