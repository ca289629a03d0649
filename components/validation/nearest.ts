/** Fix for an unknown name: the known name that it probably means, or else `otherwise`. */
export function hintForName(
  name: unknown,
  names: readonly string[],
  otherwise = `Use one of ${names.join(", ")}.`,
): string {
  // A shorter name resembles too many others.
  const nearest = typeof name === "string" && name.length > 2 ? findNearest(name, names) : undefined;
  return nearest === undefined || nearest === name ? otherwise : `Did you mean ${nearest}?`;
}

/** Finds the known name that a misspelt one probably means: few letters differ, or one is a prefix. */
export function findNearest(name: string, names: readonly string[]): string | undefined {
  const lowerName = name.toLowerCase();
  const near = names.flatMap((one) => {
    const other = one.toLowerCase();
    const [short = "", long = ""] = [lowerName, other].sort((a, b) => a.length - b.length);
    const isPrefix = short.length >= 3 && long.startsWith(short);
    const distance = editDistance(lowerName, other);
    return isPrefix || distance <= Math.max(1, Math.floor(lowerName.length / 3)) ? [{ one, distance }] : [];
  });
  return near.sort((a, b) => a.distance - b.distance)[0]?.one;
}

/** Number of letters to add, remove or replace to convert one text to the other. */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [line, letter] of [...one].entries()) {
    const next = [line + 1];
    for (const [column, facing] of [...other].entries()) {
      const replaced = (row[column] ?? 0) + (letter === facing ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
