/** Whether a policy document allows every action on every resource; undefined if it is not an object in JSON. */
export function grantsEverything(document: unknown): boolean | undefined {
  const statements = parseStatements(document);
  return statements?.some(
    ({ Effect, Action, Resource }) =>
      Effect === "Allow" && [Action, Resource].every((each) => list(each).some(isEverything)),
  );
}

interface Statement {
  readonly Effect?: unknown;
  readonly Action?: unknown;
  readonly Resource?: unknown;
}

function parseStatements(document: unknown): readonly Statement[] | undefined {
  if (typeof document !== "string") return undefined;
  try {
    const { Statement: statements } = JSON.parse(document) as { readonly Statement?: unknown };
    return list(statements).filter((each): each is Statement => typeof each === "object" && each !== null);
  } catch {
    return undefined;
  }
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

const isEverything = (text: unknown): boolean => text === "*" || text === "*:*" || text === "acs:*:*:*:*";
