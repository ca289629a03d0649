import { findNearest } from "../validation/nearest";
import { type ObjectName, objects, schemaKeywords, strictObjects } from "./grammar";
import { isFields, type Place } from "./place";
import { externalReference } from "./references";
import { vendor, vendorPrefix } from "./words";

/**
 * Reports unknown fields, values of a wrong type and unresolvable references in the whole document. It visits
 * each object once, so that shared and circular references cost nothing.
 */
export function checkStructure(document: Place, version: "3.0" | "3.1"): void {
  new StructureCheck(version).checkObject(document, "Document");
}

const schemaFields: Readonly<Record<string, string>> = { ...objects.Schema, ...schemaKeywords };

const anyOperationField = /^(get|put|post|delete|options|head|patch|trace)$/i;

/** Reports a dynamic reference of JSON Schema to another document. */
function checkDynamicReference(schema: Place): void {
  const reference = schema.child("$dynamicRef")?.value;
  if (typeof reference !== "string" || reference.startsWith("#")) return;
  schema.reject(...externalReference(reference), "$dynamicRef");
}

class StructureCheck {
  private readonly visited = new Map<unknown, Set<string>>();

  constructor(private readonly version: "3.0" | "3.1") {}

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
    if (type.endsWith("[]")) {
      if (!Array.isArray(place.value)) place.reject("must be a list.", "Change it, or remove it.");
      else for (const index of place.value.keys()) this.checkField(place, index, name);
    } else if (type.endsWith("{}")) {
      if (!isFields(place.value)) place.reject("must be an object.", "Change it, or remove it.");
      else for (const key of Object.keys(place.value)) this.checkField(place, key, name);
    } else this.checkObject(place, name);
  }

  private checkField(place: Place, key: string | number, type: string): void {
    const field = place.child(key);
    if (field !== undefined) this.check(field, type);
  }

  checkObject(place: Place, name: ObjectName): void {
    if (name === "Schema" && typeof place.value === "boolean") return;
    if (!isFields(place.value)) {
      place.reject("must be an object.", "Change it, or remove it.");
      return;
    }
    if (name === "Schema") checkDynamicReference(place);
    const fields = this.findFields(name);
    for (const key of Object.keys(place.value)) {
      const type = Object.hasOwn(fields, key) ? fields[key] : this.findPatternType(place, key, name);
      if (type !== undefined) this.checkField(place, key, type);
      else this.reportUnknown(place, key, name, Object.keys(fields));
    }
  }

  private findFields(name: ObjectName): Readonly<Record<string, string>> {
    return name === "Schema" ? schemaFields : objects[name];
  }

  /** Type of a field whose name is not fixed. Undefined if it is unknown. */
  private findPatternType(place: Place, key: string, name: ObjectName): string | undefined {
    if (key === "$ref" && place.reference !== undefined) return "any";
    if (name === "SecurityRequirement") {
      const scopes = place.at(key);
      if (scopes && !Array.isArray(scopes.value)) scopes.reject("must be a list.", "Use [].");
      return "any";
    }
    if (key.startsWith(vendorPrefix)) return this.findExtensionType(place, key, name);
    if (key.startsWith("x-")) return "any";
    if (name === "Paths" && key.startsWith("/")) return "PathItem";
    if (name === "Callback") return "PathItem";
    if (name === "Responses" && /^([1-5](\d\d|XX)|default)$/.test(key)) return "Response";
    // JSON Schema allows custom keywords, so only names that resemble one of its own are reported.
    if (
      name === "Schema" &&
      this.version === "3.1" &&
      findNearest(key, Object.keys(this.findFields(name))) === undefined
    )
      return "any";
    return undefined;
  }

  /**
   * Type of the extensions for authentication and the operation of any method, which are not checked
   * elsewhere.
   */
  private findExtensionType(place: Place, key: string, name: ObjectName): string | undefined {
    const isMisplaced =
      (key === vendor.authType && name !== "Operation") || (key === vendor.anyMethod && name !== "PathItem");
    if (isMisplaced) {
      const owner = key === vendor.authType ? "an operation" : "a path";
      place.reject(`is not read here.`, `Move it to ${owner}.`, key);
      return "any";
    }
    const extensions = Object.values(vendor).map((extension) => extension.slice(vendorPrefix.length));
    const nearest = findNearest(key.slice(vendorPrefix.length), extensions);
    if (nearest !== undefined && `${vendorPrefix}${nearest}` !== key) {
      place.reject("is unknown.", `Did you mean ${vendorPrefix}${nearest}?`, key);
    }
    return "any";
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
    // A document may keep targets of references anywhere, so only names that resemble a field of OpenAPI are
    // rejected.
    const isHolder = (name === "Document" || name === "Components") && nearest === undefined;
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
