import { escapeKey } from "./place";

/** JSON pointers of keys that occur twice in an object: some parsers keep the first, others the last. */
export function findDuplicateKeys(json: string): string[] {
  const duplicates: string[] = [];
  const stack: Level[] = [];
  const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;
  for (let match = tokens.exec(json); match !== null; match = tokens.exec(json)) {
    const [token] = match;
    const level = stack.at(-1);
    if (token === "{" || token === "[") {
      stack.push({ keys: token === "{" ? new Set() : undefined, key: "", index: 0, isKey: token === "{" });
    } else if (token === "}" || token === "]") stack.pop();
    else if (level === undefined) continue;
    else if (token === ",") {
      level.index += 1;
      level.isKey = level.keys !== undefined;
    } else if (token === ":") level.isKey = false;
    else if (level.isKey && level.keys !== undefined) {
      level.key = JSON.parse(token) as string;
      if (level.keys.has(level.key)) duplicates.push(pointerTo(stack));
      level.keys.add(level.key);
    }
  }
  return duplicates;
}

interface Level {
  /** Keys of an object. Undefined for a list. */
  keys: Set<string> | undefined;
  key: string;
  index: number;
  /** Whether the next string is a key. */
  isKey: boolean;
}

const pointerTo = (stack: readonly Level[]): string =>
  ["#", ...stack.map(({ keys, key, index }) => (keys === undefined ? String(index) : escapeKey(key)))].join(
    "/",
  );
