import { bodyMethods, isParameterName } from "../gateway/routes/parameters";
import type { DeclaredParameter } from "./declaredParameters";
import type { Operation } from "./operations";
import { isFields, type Place } from "./place";
import type { Credential } from "./security";
import { formType } from "./words";

/** A field of a form whose fields are mapped one by one. */
export interface FormField {
  name: string;
  place: Place;
  required: boolean;
}

/**
 * Form that an operation accepts. Undefined if the gateway passes on the body unchanged, because it can have
 * another type, or fields that its schema does not list. `isExplicit`: the document requests a mapping.
 */
export function findForm(operation: Operation, isExplicit: boolean): FormField[] | undefined {
  const { place, method } = operation;
  if (!bodyMethods.includes(method)) return undefined;
  const content = place.object("requestBody")?.object("content");
  const isForm = content?.all().every(([type]) => type === formType);
  if (!isForm && !isExplicit) return undefined;
  const schema = content?.at(formType)?.at("schema");
  if (!isFields(schema?.value)) return undefined;
  const open = openKeywords.map((keyword) => schema.child(keyword)).find((one) => one && one.value !== false);
  if (open !== undefined) {
    open.unsupported(
      "allows fields that are not listed, so that the gateway passes the form on unchecked.",
      "List all fields under `properties`.",
    );
    return undefined;
  }
  const required = schema.at("required")?.value;
  const fields = schema.object("properties")?.all() ?? [];
  const isRequired = (name: string) => Array.isArray(required) && required.includes(name);
  return fields.map(([name, place]) => ({ name, place, required: isRequired(name) }));
}

/** Keywords that allow a form to have fields beyond its `properties`. */
const openKeywords = ["additionalProperties", "patternProperties", "allOf", "anyOf", "oneOf", "if", "$ref"];

interface MappingSource extends Operation {
  declared: readonly DeclaredParameter[];
  credentials: readonly Credential[];
  addedNames: readonly string[];
  form: FormField[] | undefined;
}

/** Reports each part of a request that a mapping would drop or change. The operation is then passed through. */
export function reportMappingLimits(source: MappingSource): boolean {
  const { method, template, declared, credentials, form = [] } = source;
  let isReported = false;
  const report = (place: Place, problem: string, hint: string) => {
    place.unsupported(problem, hint, "passed through");
    isReported = true;
  };
  const names = new Set<string>(template.names.values());
  for (const { name, in: location, place } of declared) {
    if (location === "path") continue;
    if (location === "cookie") report(place, ...cookieLimit);
    else checkName(name, place, names, report);
    if (place.at("content") !== undefined) {
      report(place, "is a document in a parameter: a mapping accepts single values.", "Use a schema.");
    } else if (location === "query" && isRepeated(place)) report(place, ...compoundLimit);
  }
  for (const { name, place } of form) {
    checkName(name, place, names, report);
    if (isCompound(place)) report(place, ...compoundLimit);
  }
  const taken = new Set([...names, ...source.addedNames].map((name) => name.toLowerCase()));
  const earlier: Credential[] = [];
  for (const credential of credentials) {
    const { name, in: location, place } = credential;
    const key = name.toLowerCase();
    if (location === "cookie") report(place, ...cookieLimit);
    else if (!isParameterName(name)) report(place, ...nameLimit);
    else if (taken.has(key) && ![...declared, ...earlier].some((one) => isSame(one, credential))) {
      report(place, ...sameName(name));
    }
    taken.add(key);
    earlier.push(credential);
  }
  const body = source.place.child("requestBody");
  if (body !== undefined && !bodyMethods.includes(method)) {
    report(body, `is a body of ${method}, which a mapping drops.`, passThrough);
  }
  return isReported;
}

type Report = (place: Place, problem: string, hint: string) => void;

const passThrough = 'Use mode: "pass-through" for this operation.';

const cookieLimit = ["is a cookie, which a mapping drops.", passThrough] as const;

const nameLimit = [
  "has a name that a mapping does not accept.",
  "Use letters, digits, underscores, hyphens and periods.",
] as const;

const compoundLimit = ["is a list or an object: a mapping accepts single values.", passThrough] as const;

/** The gateway keeps all parameters of an API in one list. */
function checkName(name: string, place: Place, names: Set<string>, report: Report): void {
  if (!isParameterName(name)) report(place, ...nameLimit);
  else if (names.has(name)) report(place, ...sameName(name));
  names.add(name);
}

const sameName = (name: string) =>
  [`has the same name as another parameter: "${name}".`, "Use a different name for each parameter."] as const;

/** Whether a parameter is the credential. Letter case does not matter in names of headers. */
function isSame(parameter: DeclaredParameter | Credential, { name, in: location }: Credential): boolean {
  if (parameter.in !== location) return false;
  return (
    parameter.name === name || (location === "header" && parameter.name.toLowerCase() === name.toLowerCase())
  );
}

/** Styles that write a list as one value, such as `a,b`, unless `explode` is true. */
const listStyles: readonly unknown[] = ["form", "spaceDelimited", "pipeDelimited"];

/** Whether a query parameter can be in a request several times. A list in one value is a string for the gateway. */
function isRepeated(place: Place): boolean {
  const style = place.at("style")?.value ?? "form";
  const isOneValue = listStyles.includes(style) && (place.at("explode")?.value ?? style === "form") === false;
  return style === "deepObject" || (!isOneValue && isCompound(place.child("schema")));
}

/** Whether a value can be a list or an object, by any of the schemas that describe it. */
function isCompound(schema: Place | undefined, seen = new Set<unknown>()): boolean {
  return [...(schema?.steps() ?? [])].some((step) => {
    if (seen.has(step.value)) return false;
    seen.add(step.value);
    const type = step.at("type")?.value;
    const types: unknown[] = Array.isArray(type) ? type : [type];
    if (types.includes("array") || types.includes("object")) return true;
    if (type === undefined && compoundKeywords.some((key) => step.child(key) !== undefined)) return true;
    return combinations.some((key) =>
      step
        .at(key)
        ?.children()
        .some((one) => isCompound(one, seen)),
    );
  });
}

/** Keywords of lists and objects. */
const compoundKeywords = ["items", "prefixItems", "properties"];

/** Keywords that combine schemas. */
const combinations = ["allOf", "anyOf", "oneOf"];
