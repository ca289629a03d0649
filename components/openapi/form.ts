import { bodyMethods } from "../gateway/routes/parameters";
import { isFields, type Place } from "./place";
import { formType } from "./words";

/** A form whose fields are mapped one by one. */
export interface Form {
  fields: { name: string; place: Place; required: boolean }[];
}

/**
 * Form that an operation accepts. Undefined if the body can have another type, or if its schema allows fields
 * that it does not list: the gateway then passes on the body unchanged. `isExplicit`: the document itself
 * requests a mapping.
 */
export function findForm(operation: Place, method: string, isExplicit: boolean): Form | undefined {
  if (!bodyMethods.includes(method)) return undefined;
  const content = operation.object("requestBody")?.object("content");
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
  return {
    fields: fields.map(([name, place]) => ({
      name,
      place,
      required: Array.isArray(required) && required.includes(name),
    })),
  };
}

/** Keywords that allow a form to have fields beyond its `properties`. */
const openKeywords = ["additionalProperties", "patternProperties", "allOf", "anyOf", "oneOf", "if", "$ref"];
