import { own } from "../validation/given";
import { findNearest } from "../validation/nearest";
import type { OpenApiVersion } from "./document";
import { type ObjectName, objects, strictObjects } from "./grammar";
import { externalReference, type Place } from "./place";
import { vendor, vendorPrefix } from "./words";

/** Reports unknown fields, wrong types and unresolvable references. It visits each object once. */
export function checkStructure(document: Place, version: OpenApiVersion): void {
  new StructureCheck(version).checkObject(document, "Document");
}

const anyOperationField = /^(get|put|post|delete|options|head|patch|trace)$/i;

/** Reports a dynamic reference of JSON Schema to another document. */
function checkDynamicReference(schema: Place): void {
  const reference = schema.child("$dynamicRef")?.value;
  if (typeof reference !== "string" || reference.startsWith("#")) return;
  schema.reject(...externalReference(reference), "$dynamicRef");
}

/** Reports an extension of the vendor in a wrong place, and an unknown one with a name like that of an extension. */
function checkExtension(place: Place, key: string, name: ObjectName): void {
  const isMisplaced =
    (key === vendor.authType && name !== "Operation") || (key === vendor.anyMethod && name !== "PathItem");
  if (isMisplaced) {
    const owner = key === vendor.authType ? "an operation" : "a path";
    place.reject(`is not read here.`, `Move it to ${owner}.`, key);
    return;
  }
  const extension = findExtension(key);
  if (extension !== undefined && extension !== key) {
    place.reject("is unknown.", `Did you mean ${extension}?`, key);
  }
}

/** Prefixes that probably mean the vendor's, such as `x-aliyun-api-gateway-`, but not that of Amazon's extensions. */
const similarPrefix = /^x-(?!amazon)a[a-z]*[-_]?(api)?[-_]?g[a-z]*[-_]/i;

/** The extension that a key probably means. */
function findExtension(key: string): string | undefined {
  const extensions = Object.values(vendor).map((extension) => extension.slice(vendorPrefix.length));
  const [prefix] = similarPrefix.exec(key) ?? [];
  const nearest = prefix === undefined ? undefined : findNearest(key.slice(prefix.length), extensions);
  return nearest && vendorPrefix + nearest;
}

class StructureCheck {
  private readonly visited = new Map<unknown, Set<string>>();

  constructor(private readonly version: OpenApiVersion) {}

  /** Checks a value against a type such as `Server`, `Server[]` or `Response{}`. */
  private check(written: Place, type: string): void {
    if (type === "any") return;
    const name = type.replace(/\[\]|\{\}/, "") as ObjectName;
    for (const step of written.steps()) {
      if (step.reference === undefined || this.isVisited(step.value, "reference")) break;
      this.checkSiblings(step, name, type);
    }
    const place = written.resolve();
    if (place === undefined || this.isVisited(place.value, type)) return;
    if (type === name) this.checkObject(place, name);
    else if (type.endsWith("[]") ? place.requireList() : place.requireObject()) {
      for (const item of place.children()) this.check(item, name);
    }
  }

  checkObject(place: Place, name: ObjectName): void {
    if (name === "Schema" && typeof place.value === "boolean") return;
    if (!place.requireObject()) return;
    if (name === "Schema") checkDynamicReference(place);
    const fields: Readonly<Record<string, string>> = objects[name];
    for (const key of Object.keys(place.value)) {
      const type = own(fields, key) ?? this.findPatternType(place, key, name);
      const field = place.child(key);
      if (type === undefined) this.reportUnknown(place, key, name, Object.keys(fields));
      else if (field !== undefined) this.check(field, type);
    }
  }

  /** Type of a field whose name is not fixed. Undefined if it is unknown. */
  private findPatternType(place: Place, key: string, name: ObjectName): string | undefined {
    if (key === "$ref" && place.reference !== undefined) return "any";
    if (name === "SecurityRequirement") {
      const scopes = place.at(key);
      if (scopes && !Array.isArray(scopes.value)) scopes.reject("must be a list.", "Use [].");
      return "any";
    }
    if (key.startsWith("x-")) {
      checkExtension(place, key, name);
      return "any";
    }
    if (name === "Paths" && key.startsWith("/")) return "PathItem";
    if (name === "Callback") return "PathItem";
    if (name === "Responses" && /^([1-5](\d\d|XX)|default)$/.test(key)) return "Response";
    if (name !== "Schema" || this.version === "3.0") return undefined;
    // JSON Schema allows custom keywords, so only names that resemble one of its own are reported.
    return findNearest(key, Object.keys(objects.Schema)) === undefined ? "any" : undefined;
  }

  private reportUnknown(place: Place, key: string, name: ObjectName, known: string[]): void {
    const nearest = findNearest(key, known) ?? (anyOperationField.test(key) ? key.toLowerCase() : undefined);
    const hint =
      name === "Paths"
        ? "Start a path with a slash, or an extension with x-."
        : name === "Responses"
          ? "Use a status code, a range such as 4XX, or default."
          : nearest === undefined
            ? "Remove it, or use a name that starts with x-."
            : `Did you mean ${nearest}?`;
    // A document may keep targets of references anywhere, unless the name resembles a field of OpenAPI. YAML adds a
    // comment of JSON to the next key.
    const isHolder =
      (name === "Document" || name === "Components") && nearest === undefined && !/\s/.test(key);
    if (strictObjects.includes(name) && !isHolder) place.reject("is unknown.", hint, key);
    else place.child(key)?.unsupported("is unknown.", hint);
  }

  /** Reports other fields of a reference. OpenAPI ignores them, but some tools do not. */
  private checkSiblings(place: Place, name: ObjectName, type: string): void {
    if (type === "PathItem" || type === "Schema") {
      this.checkObject(place, name);
      return;
    }
    for (const key of Object.keys(place.value as object)) {
      const isDocumentation = ["$ref", "summary", "description"].includes(key) || key.startsWith("x-");
      if (isDocumentation && !key.startsWith(vendorPrefix)) continue;
      const hint = "Move it to the target of the reference.";
      if (strictObjects.includes(name)) place.reject("is next to $ref, which replaces it.", hint, key);
      else place.child(key)?.unsupported("is next to $ref, which replaces it.", hint);
    }
  }

  private isVisited(value: unknown, type: string): boolean {
    if (typeof value !== "object" || value === null) return false;
    const types = this.visited.get(value) ?? new Set();
    this.visited.set(value, types);
    if (types.has(type)) return true;
    types.add(type);
    return false;
  }
}
