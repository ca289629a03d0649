import type { Method } from "../gateway/routes/args";
import { digest } from "../validation/canonical";
import { own } from "../validation/given";
import type { LeftOutOperation } from "./leftOut";
import { convertPath, type PathTemplate, severalSegments } from "./pathTemplate";
import { escapeKey, isFields, type Place } from "./place";
import { operationFields, vendorPrefix } from "./words";

/** An operation of the document that becomes a route. */
export interface Operation {
  item: Place;
  place: Place;
  path: string;
  template: PathTemplate;
  method: Method;
  operationId: string | undefined;
}

/** Finds the operations of a document. Adds those that the gateway does not accept to `leftOut`. */
export function findOperations(root: Place, leftOut: LeftOutOperation[]): (Operation & { name: string })[] {
  const paths = root.object("paths");
  const operations = Object.keys(paths?.value ?? {}).flatMap((path) => {
    const written = path.startsWith("/") ? paths?.child(path) : undefined;
    return written === undefined ? [] : readPathItem(path, written, leftOut);
  });
  return nameOperations(dropRepeatedIds(leaveOutShadowed(operations, leftOut)));
}

/** Keeps the operationId of an operation for one of the paths that refer to it: the one around it, else the first. */
function dropRepeatedIds(operations: readonly Operation[]): Operation[] {
  const owners = new Map<string, Operation>();
  for (const operation of operations) {
    const { pointer } = operation.place;
    const isInside = pointer.startsWith(`#/paths/${escapeKey(operation.path)}/`);
    if (isInside || !owners.has(pointer)) owners.set(pointer, operation);
  }
  return operations.map((operation) =>
    owners.get(operation.place.pointer) === operation ? operation : { ...operation, operationId: undefined },
  );
}

function readPathItem(path: string, written: Place, leftOut: LeftOutOperation[]): Operation[] {
  const sources = [...written.steps()];
  const target = sources.at(-1);
  if (target === undefined || !isFields(target.value)) return [];
  const template = convertPath(path, written);
  const fields = sources.flatMap((source) =>
    Object.keys(source.value as object).flatMap((field) => {
      const place = field === "$ref" ? undefined : source.at(field);
      return place === undefined ? [] : [{ field, place }];
    }),
  );
  for (const { field, place } of fields) {
    const method = field === "trace" ? "TRACE" : own(operationFields, field);
    if (method === undefined) continue;
    if (template === undefined || method === "TRACE") leftOut.push({ place, path, method });
    else if (severalSegments.test(path)) {
      leftOut.push({ place, path: path.replace(severalSegments, "{first}/{rest}"), method });
    }
  }
  if (template === undefined) return [];
  for (const [index, source] of sources.entries()) rejectConflicts(source, sources.slice(index + 1));
  const item = sources.find((source) => source.child("parameters") !== undefined) ?? target;
  return fields.flatMap(({ field, place }) => readOperation(field, { place, item, path, template }));
}

/** Reports fields that a path item and a target of its `$ref` both have: OpenAPI does not say which applies. */
function rejectConflicts(written: Place, targets: readonly Place[]): void {
  for (const [key] of targets.length === 0 ? [] : written.all()) {
    if (["$ref", "summary", "description"].includes(key)) continue;
    if (targets.every((target) => target.child(key) === undefined)) continue;
    const hint = "Remove it here, or in the target of the reference.";
    written.reject("is next to $ref, whose target has it too.", hint, key);
  }
}

function readOperation(field: string, parts: Omit<Operation, "method" | "operationId">): Operation[] {
  const { place, item, template } = parts;
  if (field === "trace") place.unsupported("is TRACE, which a route cannot have.", "Remove it.", "left out");
  if (field === "servers") place.unsupported("has no counterpart in a route.", "Remove it.");
  const method = own(operationFields, field);
  if (method === undefined) {
    if (field.startsWith(vendorPrefix)) place.unsupported("has no counterpart in a route.", "Remove it.");
    return [];
  }
  if (!isFields(place.value)) return [];
  const operationId = place.text("operationId");
  if (template.servicePath !== undefined) {
    item.unsupported(
      "ends in a slash: the gateway does not document whether it matches one. Callers omit it, and the service gets it.",
      "Remove the slash from the path, and set it in `path` of x-aliyun-apigateway-backend if the service needs it.",
    );
  }
  return [{ ...parts, method, operationId: operationId || undefined }];
}

/** Leaves out operations whose path without its slash is that of another operation. */
function leaveOutShadowed(operations: readonly Operation[], leftOut: LeftOutOperation[]): Operation[] {
  const request = ({ method, template }: Operation) => `${method} ${template.path.replace(/\[\w+\]/g, "[]")}`;
  const exact = new Set(operations.filter(({ template }) => !template.servicePath).map(request));
  return operations.filter((operation) => {
    if (operation.template.servicePath === undefined || !exact.has(request(operation))) return true;
    const problem = "differs from another operation in the slash at the end of its path.";
    operation.place.unsupported(problem, "Use different paths.", "left out");
    leftOut.push(operation);
    return false;
  });
}

/**
 * Names each operation: the operationId, or method and path, with hyphens for characters that a name cannot have.
 * Names do not depend on the order of the operations. If two names would be equal, the changed ones end with a
 * digest of the original.
 */
function nameOperations(operations: readonly Operation[]): (Operation & { name: string })[] {
  const named = operations.map((operation) => {
    const source = operation.operationId ?? `${operation.method.toLowerCase()} ${operation.path}`;
    const plain = fitName(source, operation.method);
    return { operation, source, name: plain.length > 50 ? appendDigest(plain, source) : plain };
  });
  const count = new Map<string, number>();
  for (const { name } of named) count.set(name, (count.get(name) ?? 0) + 1);
  return named.map(({ operation, source, name }) => {
    const isShared = (count.get(name) ?? 0) > 1 && name !== source;
    return { ...operation, name: isShared ? appendDigest(name, source) : name };
  });
}

function fitName(source: string, method: string): string {
  const plain = source.replace(/[^\w\u4e00-\u9fa5-]+/g, "-").replace(/^-+|-+$/g, "");
  const lettered = /^[A-Za-z\u4e00-\u9fa5]/.test(plain) ? plain : `api-${plain}`.replace(/-+$/, "");
  return lettered.length < 4 ? `${lettered}-${method.toLowerCase()}` : lettered;
}

const appendDigest = (name: string, source: string): string => `${name.slice(0, 41)}-${digest(source, 8)}`;
