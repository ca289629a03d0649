import type { ParameterType } from "../gateway/routes/parameterArgs";
import { hintForName } from "../validation/nearest";
import { describe, type OpenApiVersion } from "./document";
import type { Place } from "./place";

/** Schema of each of the gateway's types, the widest of several last. */
export const schemas: Readonly<Record<ParameterType, { type: string; format?: string }>> = {
  string: { type: "string" },
  int: { type: "integer", format: "int32" },
  long: { type: "integer", format: "int64" },
  float: { type: "number", format: "float" },
  double: { type: "number", format: "double" },
  boolean: { type: "boolean" },
};

/** Keywords of a schema that the gateway cannot check. */
const uncheckedKeywords = [
  ..."enum const pattern minLength maxLength minimum maximum exclusiveMinimum exclusiveMaximum".split(" "),
  ..."multipleOf not allOf anyOf oneOf if $dynamicRef".split(" "),
];

export interface ReadSchema {
  type: ParameterType;
  default?: string | number | boolean | undefined;
  description?: string | undefined;
}

/** Reads the schema of a parameter. `isMapping`: reports keywords that the gateway would not check. */
export function readSchema(
  written: Place | undefined,
  isMapping: boolean,
  version: OpenApiVersion,
): ReadSchema {
  const steps = written === undefined ? [] : [...written.steps()];
  const schema = steps.at(-1);
  // In 3.1, the schema of any value is true.
  if (schema === undefined || schema.value === true || !schema.requireObject()) return { type: "string" };
  // In 3.1, keywords next to a reference also apply.
  const sources = version === "3.0" ? [schema] : steps;
  const find = (key: string) =>
    sources.map((source) => source.child(key)).find((place) => place !== undefined);
  if (isMapping) {
    for (const place of uncheckedKeywords.map(find)) {
      place?.unsupported("is not checked by the gateway.", leaveToService);
    }
  }
  const description = find("description")?.value;
  const type = readType(find("type"), find("format"), isMapping);
  return {
    type,
    default: readDefault(find("default"), type, isMapping),
    description: typeof description === "string" ? description : undefined,
  };
}

const leaveToService = "Let the service check it, and remove it here.";

function readType(place: Place | undefined, format: Place | undefined, isMapping: boolean): ParameterType {
  if (place === undefined) return "string";
  // In 3.1, a list of types. A null value is not sent.
  const types = (Array.isArray(place.value) ? place.value : [place.value]).filter((type) => type !== "null");
  const [type] = types;
  const fitting = (Object.keys(schemas) as ParameterType[]).filter((one) => schemas[one].type === type);
  const widest = fitting.at(-1);
  if (types.length === 1 && widest !== undefined) {
    return fitting.find((one) => schemas[one].format === format?.value) ?? widest;
  }
  if (types.length !== 1 || type === "array" || type === "object") {
    if (isMapping) place.unsupported("is not a type that the gateway checks.", leaveToService);
  } else {
    const known = ["string", "integer", "number", "boolean", "array", "object"];
    place.reject(`is ${describe(type)}.`, hintForName(type, known));
  }
  return "string";
}

function readDefault(place: Place | undefined, type: ParameterType, isMapping: boolean) {
  const value = place?.value;
  const isFloat = type === "double" || type === "float";
  if (!isFloat && typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value)) {
    place?.reject("is a number whose last digits are lost.", "Put it in quotes.");
  }
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (place && value !== null && isMapping) {
    place.unsupported("is not a string, a number or a boolean.", leaveToService);
  }
  return undefined;
}
