import { type Document, isAlias, isMap, isPair, isScalar, isSeq, type Node, parseDocument } from "yaml";
import { attempt } from "../validation/attempt";
import { isTooDeep, isYamlTooDeep, tooDeep } from "../validation/nesting";
import { describeType } from "../validation/types";
import type { Findings } from "./findings";
import { findDuplicateKeys } from "./jsonKeys";
import { escapeKey, isFields, Place } from "./place";

export type OpenApiVersion = "3.0" | "3.1";

/** Reads an OpenAPI document from JSON, YAML or an object. Undefined, and reported, if it is invalid. */
export function readDocument(
  document: unknown,
  findings: Findings,
): { root: Place; version: OpenApiVersion } | undefined {
  const value = typeof document === "string" ? parse(document, findings) : document;
  if (findings.problems.list.length > 0) return undefined;
  const root = Place.root(value, findings);
  if (!isFields(value)) {
    rejectRoot(document, root);
    return undefined;
  }
  const written = root.at("openapi")?.value;
  // YAML reads an unquoted version of two parts as a number, 3.0 as 3.
  const text = written === 3 ? "3.0" : toText(written);
  const [, version] = /^(3\.[01])(\.\d+)?$/.exec(text) ?? [];
  if (version !== undefined) return { root, version: version as OpenApiVersion };
  if (root.at("swagger") !== undefined) {
    const hint = "Convert it to OpenAPI 3, for example with swagger2openapi.";
    root.reject("is a Swagger 2.0 document.", hint, "swagger");
  } else {
    root.reject(`is ${describe(written)}.`, 'Use OpenAPI 3.0 or 3.1, for example "3.0.3".', "openapi");
  }
  return undefined;
}

function rejectRoot(document: unknown, root: Place): void {
  const isName = typeof document === "string" && /^\S+$/.test(document);
  const hint =
    isName || ArrayBuffer.isView(document)
      ? 'Pass the text of the document, for example readFileSync("openapi.yaml", "utf8").'
      : document instanceof Promise
        ? "Await it."
        : "Pass an OpenAPI document as JSON, YAML or an object.";
  root.reject(isName ? `is ${describe(document)}.` : `is ${describeType(root.value)}.`, hint);
}

/** Maximum number of values that aliases may repeat: more than documents have, fewer than an attack needs. */
const maxAliasCount = 100_000;

/**
 * Scalars are those of YAML 1.2, as OpenAPI recommends, whatever the document's %YAML directive says. Merge keys, which
 * only YAML 1.1 has, are merged as most OpenAPI tools do.
 */
const yamlOptions = {
  merge: true,
  schema: "core",
  resolveKnownTags: false,
  prettyErrors: true,
  // Duplicate keys are found below, in linear time.
  uniqueKeys: false,
} as const;

function parse(source: string, findings: Findings): unknown {
  const text = source.replace(/^\uFEFF/, "");
  // The YAML parser reads any other text, and explains best what is wrong.
  const json = attempt(() => ({ value: JSON.parse(text) as unknown }));
  if (json !== undefined) {
    if (isTooDeep(json.value)) findings.reject("#", tooDeep.problem, tooDeep.hint);
    for (const pointer of findDuplicateKeys(text)) rejectDuplicate(pointer, findings);
    return json.value;
  }
  if (isYamlTooDeep(text)) {
    findings.reject("#", tooDeep.problem, tooDeep.hint);
    return undefined;
  }
  try {
    const document = parseDocument(text, yamlOptions);
    for (const { message } of [...document.errors, ...document.warnings]) {
      findings.reject("#", `is not valid JSON or YAML: ${firstLine(message)}`, "Fix the text.");
    }
    for (const pointer of findDuplicateYamlKeys(document)) rejectDuplicate(pointer, findings);
    return findings.problems.list.length > 0 ? undefined : document.toJS({ maxAliasCount });
  } catch (error) {
    findings.reject("#", `is not valid YAML: ${firstLine(String(error))}`, "Fix the text.");
    return undefined;
  }
}

function rejectDuplicate(pointer: string, findings: Findings): void {
  findings.reject(pointer, "occurs twice in this object.", "Remove one of the two.");
}

/** JSON pointers of keys that are the same in JSON, such as `200` and `"200"`. */
function findDuplicateYamlKeys(document: Document): string[] {
  const duplicates: string[] = [];
  const visit = (node: unknown, pointer: string): void => {
    if (isSeq(node)) for (const [index, item] of node.items.entries()) visit(item, `${pointer}/${index}`);
    if (!isMap(node)) return;
    const keys = new Set<string>();
    for (const pair of node.items) {
      const key = isPair(pair) ? keyText(pair.key as Node, document) : "";
      const inside = `${pointer}/${escapeKey(key)}`;
      if (keys.has(key)) duplicates.push(inside);
      keys.add(key);
      visit(pair.value, inside);
    }
  };
  visit(document.contents, "#");
  return duplicates;
}

function keyText(key: Node, document: Document): string {
  const node = isAlias(key) ? key.resolve(document) : key;
  if (!isScalar(node)) return String(node);
  // The value of a merge key is a symbol.
  return typeof node.value === "symbol" ? "<<" : String(node.value);
}

const firstLine = (message: string): string => message.split("\n")[0] ?? "";

/** A short form of a value for messages. */
export function describe(value: unknown): string {
  if (value === undefined) return "missing";
  if (typeof value === "string") return `"${value.slice(0, 80)}"`;
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" && value !== null ? "an object" : String(value);
}

/** Returns a string unchanged, and a short form of any other value. */
export function toText(value: unknown): string {
  return typeof value === "string" ? value : describe(value);
}
