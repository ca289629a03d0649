import { type ParameterType, parameterTypes } from "../gateway/parameterArgs";
import { shown } from "./document";
import type { Findings, Place } from "./place";

/** The schema of each of the gateway's types. */
export const schemas: Readonly<Record<ParameterType, { type: string; format?: string }>> = {
  string: { type: "string" },
  int: { type: "integer", format: "int32" },
  long: { type: "integer", format: "int64" },
  float: { type: "number", format: "float" },
  double: { type: "number", format: "double" },
  boolean: { type: "boolean" },
};

/** The widest of the gateway's types, for a schema that names no format. */
const widest: Readonly<Record<string, ParameterType>> = {
  string: "string",
  integer: "long",
  number: "double",
  boolean: "boolean",
};

/** Rules of a schema that the gateway does not check for a route. */
const rules = [
  "enum",
  "const",
  "pattern",
  "minLength",
  "maxLength",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "not",
  "allOf",
  "anyOf",
  "oneOf",
];

/** What the gateway can know of a schema. */
export interface ReadSchema {
  type: ParameterType;
  default: string | number | boolean | undefined;
  description: string | undefined;
}

/** Reads the schema of a parameter; with `checked`, notes the rules that the gateway would not check. */
export function readSchema(given: Place | undefined, checked: boolean, findings: Findings): ReadSchema {
  const nothing: ReadSchema = { type: "string", default: undefined, description: undefined };
  const schema = given?.followed(findings);
  // In 3.1, true is the schema of anything.
  if (schema === undefined || schema.value === true) return nothing;
  if (typeof schema.value !== "object" || schema.value === null || Array.isArray(schema.value)) {
    findings.mistakes.add(schema.pointer, `is ${shown(schema.value)}, no schema.`, "Use an object.");
    return nothing;
  }
  if (checked) {
    for (const rule of rules) {
      const place = schema.at(rule);
      if (place) findings.losses.add(place.pointer, "is a rule that the gateway does not check.", leave);
    }
  }
  return {
    type: typeOf(schema, checked, findings),
    default: defaultOf(schema, checked, findings),
    description: schema.text("description", findings),
  };
}

const leave = "Let the service check it, and remove it here.";

function typeOf(schema: Place, checked: boolean, findings: Findings): ParameterType {
  const place = schema.at("type");
  if (place === undefined) return "string";
  // In 3.1, a list of types; null is what is not sent.
  const types = (Array.isArray(place.value) ? place.value : [place.value]).filter((type) => type !== "null");
  const [type] = types;
  if (types.length === 1 && typeof type === "string" && Object.hasOwn(widest, type)) {
    const format = schema.at("format")?.value;
    const exact = (Object.keys(parameterTypes) as ParameterType[]).find(
      (one) => schemas[one].type === type && schemas[one].format === format,
    );
    return exact ?? widest[type] ?? "string";
  }
  if (types.length !== 1 || type === "array" || type === "object") {
    const what = types.length === 1 ? `"${type}"` : "of several types";
    if (checked) findings.losses.add(place.pointer, `is ${what}: the gateway takes one text.`, leave);
  } else {
    findings.mistakes.add(place.pointer, `is ${shown(type)}.`, "Use string, integer, number or boolean.");
  }
  return "string";
}

function defaultOf(schema: Place, checked: boolean, { losses }: Findings): ReadSchema["default"] {
  const place = schema.at("default");
  const value = place?.value;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (place && value !== null && checked) losses.add(place.pointer, "is no text, number or boolean.", leave);
  return undefined;
}
