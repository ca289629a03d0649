import { digest } from "../validation/canonical";

export interface Named {
  operationId: string | undefined;
  method: string;
  path: string;
}

/**
 * Creates a name for each operation: the operationId, or method and path, with hyphens for characters that a
 * name cannot have. Names do not depend on the order of the operations. If two names would be equal, the
 * changed ones end with a digest of the original.
 */
export function routeNames(operations: readonly Named[]): string[] {
  const names = operations.map((operation) => {
    const source = operation.operationId ?? `${operation.method.toLowerCase()} ${operation.path}`;
    const plain = fitted(source, operation.method);
    return { source, name: plain.length > 50 ? digested(plain, source) : plain };
  });
  const count = new Map<string, number>();
  for (const { name } of names) count.set(name, (count.get(name) ?? 0) + 1);
  return names.map(({ source, name }) =>
    (count.get(name) ?? 0) > 1 && name !== source ? digested(name, source) : name,
  );
}

function fitted(source: string, method: string): string {
  const plain = source.replace(/[^\w\u4e00-\u9fa5-]+/g, "-").replace(/^-+|-+$/g, "");
  const lettered = /^[A-Za-z\u4e00-\u9fa5]/.test(plain) ? plain : `api-${plain}`.replace(/-+$/, "");
  return lettered.length < 4 ? `${lettered}-${method.toLowerCase()}` : lettered;
}

function digested(name: string, source: string): string {
  return `${name.slice(0, 41)}-${digest(source, 8)}`;
}
