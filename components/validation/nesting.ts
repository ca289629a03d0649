import { type CST, Parser } from "yaml";

/** Maximum number of lists and objects inside each other: more than documents have, less than overflows the stack. */
export const maxDepth = 200;

/** How a validation error describes a document that is nested too deeply. */
export const tooDeep = {
  problem: `is nested deeper than ${maxDepth} levels.`,
  hint: "Use fewer levels.",
} as const;

/** Whether a value is nested deeper than the limit. It uses no recursion. A cycle counts as too deep. */
export function isTooDeep(value: unknown): boolean {
  const deepest = new Map<object, number>();
  const open: [value: unknown, depth: number][] = [[value, 0]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [inner, depth] = next;
    if (typeof inner !== "object" || inner === null || (deepest.get(inner) ?? -1) >= depth) continue;
    if (depth >= maxDepth) return true;
    deepest.set(inner, depth);
    for (const member of Object.values(inner)) open.push([member, depth + 1]);
  }
  return false;
}

/**
 * Whether a YAML text is nested deeper than the limit. Call it before the parser of the package, which uses recursion:
 * a regular expression that is compiled at the end of the stack ends the process. The syntax tree needs no recursion.
 */
export function isYamlTooDeep(text: string): boolean {
  for (const document of new Parser().parse(text)) {
    const open: [token: CST.Token, depth: number][] = [[document, 0]];
    for (let next = open.pop(); next; next = open.pop()) {
      const [token, depth] = next;
      if (depth > maxDepth) return true;
      for (const child of listChildren(token)) open.push([child, depth + 1]);
    }
  }
  return false;
}

function listChildren(token: CST.Token): CST.Token[] {
  if (token.type === "document") return token.value ? [token.value] : [];
  if (!("items" in token)) return [];
  return token.items.flatMap(({ key, value }) => [key, value].flatMap((child) => child ?? []));
}
