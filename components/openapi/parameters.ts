import type {
  BackendParameterArgs,
  ParameterArgs,
  ParameterIn,
  RouteParameters,
} from "../gateway/parameterArgs";
import { bodyMethods } from "../gateway/parameters";
import { placeholders } from "../gateway/routePath";
import { shown, textOf } from "./document";
import { type Findings, isFields, type Place } from "./place";
import { readSchema } from "./schemaTypes";
import { formType, handlings, ignoredHeaders, ownExtension, vendor } from "./words";

/** What a route takes, as the document declares it. */
export type Taken = Pick<RouteParameters, "mode" | "parameters">;

interface Declared {
  name: string;
  in: string;
  place: Place;
}

/** Reads the parameters of an operation and those of its path item, which it may replace. */
export function readParameters(
  item: Place,
  operation: Place,
  request: { method: string; path: string },
  wanted: RouteParameters["mode"] | undefined,
  findings: Findings,
): Taken {
  const { method, path } = request;
  const inPath = placeholders(path);
  const own = declared(operation, findings);
  const shared = declared(item, findings).filter((one) => !own.some((other) => same(one, other)));
  const all = [...shared, ...own];
  const form = formOf(operation, method, wanted, findings);
  const mode = modeOf(operation, all, wanted, findings);
  const parameters = new Map<string, ParameterArgs>();
  for (const { name, in: where, place } of all) {
    if (where === "cookie") {
      if (mode === "mapping") {
        const problem = "is a cookie, which a mapping does not pass on.";
        findings.losses.add(place.pointer, problem, 'Use mode: "pass-through", or a header.');
      }
      continue;
    }
    if (mode !== "mapping" && where !== "path") continue;
    if (where === "path" && !inPath.includes(nameInPath(name))) {
      findings.mistakes.add(
        place.pointer,
        `"${name}" is not in ${path}.`,
        "Add it there, or remove it here.",
      );
      continue;
    }
    loseStyle(place, where, mode === "mapping", findings);
    const parameter = readParameter(place, where as ParameterIn, mode === "mapping", findings);
    const known = where === "path" ? nameInPath(name) : name;
    if (parameters.has(known)) {
      findings.mistakes.add(place.pointer, `has the name "${known}" of another.`, "Give each its own name.");
    }
    // Those of the path need no entry unless it says more than the path.
    if (where === "path" && Object.keys(parameter).length === 0) continue;
    parameters.set(known, parameter);
  }
  if (mode === "mapping") readBody(operation, form, method, parameters, findings);
  // Asked for in general, a mapping is for operations that have something to map.
  const maps = mode === "mapping" && (parameters.size > 0 || inPath.length > 0 || isSaid(operation));
  return {
    ...(maps ? { mode: "mapping" } : {}),
    ...(parameters.size === 0 ? {} : { parameters: Object.fromEntries(parameters) }),
  };
}

/** How a value is written where nothing is said, which is the one way that the gateway reads it. */
const plainStyles: Readonly<Record<string, string>> = { path: "simple", header: "simple", query: "form" };

function loseStyle(place: Place, where: string, isMapped: boolean, findings: Findings): void {
  const style = place.at("style");
  if (!style || style.value === plainStyles[where] || !(isMapped || where === "path")) return;
  findings.losses.add(
    style.pointer,
    `is ${shown(style.value)}: the service gets the value as it is.`,
    "Remove it.",
  );
}

/** A name as it may stand in brackets: to callers it is nothing but a place in the path. */
export function nameInPath(name: string): string {
  return name.replace(/\W/g, "_");
}

const same = (one: Declared, other: Declared): boolean => one.name === other.name && one.in === other.in;

function declared(holder: Place, findings: Findings): Declared[] {
  const found: Declared[] = [];
  for (const given of holder.list("parameters", findings)) {
    const place = given.followed(findings);
    if (place === undefined) continue;
    if (!isFields(place.value)) {
      findings.mistakes.add(given.pointer, "is no object.", "Use one, or remove it.");
      continue;
    }
    const name = place.at("name")?.value;
    const where = place.at("in")?.value;
    if (typeof name !== "string" || name === "") {
      findings.mistakes.add(`${place.pointer}/name`, `is ${shown(name)}.`, "Use a text.");
      continue;
    }
    if (typeof where !== "string" || !["path", "query", "header", "cookie"].includes(where)) {
      findings.mistakes.add(
        `${place.pointer}/in`,
        `is ${shown(where)}.`,
        "Use path, query, header or cookie.",
      );
      continue;
    }
    const one = { name, in: where, place };
    if (found.some((other) => same(one, other))) {
      findings.mistakes.add(
        given.pointer,
        `is the second "${name}" in the ${where}.`,
        "Remove one of the two.",
      );
    } else if (where !== "header" || !isIgnored(one)) found.push(one);
  }
  return found;
}

const isIgnored = ({ name, place }: Declared): boolean =>
  ignoredHeaders.includes(name.toLowerCase()) && place.at(ownExtension) === undefined;

function modeOf(
  operation: Place,
  all: Declared[],
  wanted: RouteParameters["mode"] | undefined,
  { losses }: Findings,
): "mapping" | "pass-through" {
  const place = operation.at(vendor.handling);
  const handling = place && textOf(place.value);
  if (handling !== undefined && Object.hasOwn(handlings, handling)) {
    return handlings[handling as keyof typeof handlings];
  }
  if (place) losses.add(place.pointer, `is ${shown(place.value)}.`, "Use MAPPING or PASSTHROUGH.");
  return (
    wanted ??
    (all.some(({ in: where }) => where === "query" || where === "header") ? "mapping" : "pass-through")
  );
}

function readParameter(
  place: Place,
  where: ParameterIn,
  checked: boolean,
  findings: Findings,
): ParameterArgs {
  const schema = readSchema(place.at("schema"), checked, findings);
  const content = place.at("content");
  if (content && checked) {
    findings.losses.add(
      content.pointer,
      "is a document in a parameter: the gateway takes one text.",
      "Use a schema.",
    );
  }
  const required = place.at("required");
  if (required !== undefined && typeof required.value !== "boolean") {
    findings.mistakes.add(required.pointer, `is ${shown(required.value)}.`, "Use true or false.");
  }
  const isRequired = required?.value === true;
  const given = { ...schema, description: place.text("description", findings) };
  return argsOf(given, where, isRequired, place, findings, required?.value === false && where === "path");
}

function argsOf(
  schema: ReturnType<typeof readSchema>,
  where: ParameterIn,
  required: boolean,
  place: Place,
  findings: Findings,
  isOptionalInPath = false,
): ParameterArgs {
  const { type, description } = schema;
  const needed = required || (where === "path" && !isOptionalInPath);
  if (schema.default !== undefined && needed) {
    findings.losses.add(place.pointer, "has a default though it is required.", "Remove one of the two.");
  }
  const backend = readBackendName(place, findings);
  return {
    ...(where === "path" ? {} : { in: where }),
    ...(type === "string" ? {} : { type }),
    ...(required && where !== "path" ? { required } : {}),
    ...(isOptionalInPath ? { required: false } : {}),
    ...(schema.default !== undefined && !needed ? { default: schema.default } : {}),
    ...(description === undefined ? {} : { description }),
    ...(backend === undefined ? {} : { backend }),
  };
}

function readBackendName(place: Place, findings: Findings): BackendParameterArgs | undefined {
  const own = place.object(ownExtension, findings);
  if (own === undefined) return undefined;
  own.loseOthers(["in", "name"], findings);
  const where = own.text("in", findings);
  const name = own.text("name", findings);
  if (where === undefined && name === undefined) return undefined;
  // What is no place is found with the routes.
  return {
    ...(where === undefined ? {} : { in: where as ParameterIn }),
    ...(name === undefined ? {} : { name }),
  };
}

const isSaid = (operation: Place): boolean => operation.at(vendor.handling)?.value === "MAPPING";

/** The schema of a form whose fields are to be mapped; undefined for any other body, or one that need not be a form. */
function formOf(
  operation: Place,
  method: string,
  wanted: RouteParameters["mode"] | undefined,
  findings: Findings,
): Place | undefined {
  if (!bodyMethods.includes(method)) return undefined;
  const content = operation.object("requestBody", findings)?.followed(findings)?.object("content", findings);
  const isForm = content?.all().every(([type]) => type === formType);
  if (!isSaid(operation) && !(wanted === "mapping" && isForm)) return undefined;
  return content?.at(formType)?.at("schema")?.followed(findings);
}

function readBody(
  operation: Place,
  form: Place | undefined,
  method: string,
  parameters: Map<string, ParameterArgs>,
  findings: Findings,
): void {
  const body = operation.at("requestBody");
  if (body !== undefined && !bodyMethods.includes(method)) {
    const problem = `is a body, which a mapping does not pass on with ${method}.`;
    findings.losses.add(body.pointer, problem, 'Use mode: "pass-through".');
  }
  const required = form?.at("required")?.value;
  for (const [name, given] of form?.object("properties", findings)?.all() ?? []) {
    const field = given.followed(findings);
    if (field === undefined) continue;
    if (parameters.has(name)) {
      findings.mistakes.add(
        given.pointer,
        `has the name "${name}" of a parameter.`,
        "Give each its own name.",
      );
    }
    const schema = readSchema(field, true, findings);
    const isRequired = Array.isArray(required) && required.includes(name);
    parameters.set(name, argsOf(schema, "body", isRequired, field, findings));
  }
}
