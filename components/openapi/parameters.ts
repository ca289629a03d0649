import type { ParameterArgs, ParameterIn, RouteParameters } from "../gateway/routes/parameterArgs";
import { bodyMethods } from "../gateway/routes/parameters";
import { withoutUndefined } from "../validation/given";
import { type DeclaredParameter, readDeclaredParameters } from "./declaredParameters";
import { describe, type OpenApiVersion, toText } from "./document";
import { findForm, reportMappingLimits } from "./mappingLimits";
import type { Operation } from "./operations";
import type { PathTemplate } from "./pathTemplate";
import type { Place } from "./place";
import { type ReadSchema, readSchema } from "./schemaTypes";
import type { Credential } from "./security";
import { handlings, ownExtension, vendor } from "./words";

interface ParameterSource extends Operation {
  credentials: readonly Credential[];
  /** Names of constant and system parameters, in the request and at the service. */
  addedNames: readonly string[];
  version: OpenApiVersion;
  /** Mode that the program requests. */
  mode: RouteParameters["mode"] | undefined;
}

export function readParameters(source: ParameterSource): Pick<RouteParameters, "mode" | "parameters"> {
  const { item, place: operation, template, version } = source;
  const declared = readDeclaredParameters(item, operation).filter((one) => isInPath(one, template));
  const handling = readHandling(operation);
  const mode = handling ?? source.mode ?? "pass-through";
  const form = mode === "mapping" ? findForm(source, handling === "mapping") : undefined;
  const isMapping = mode === "mapping" && !reportMappingLimits({ ...source, declared, form });
  const parameters = new Map<string, ParameterArgs>();
  for (const { name, in: location, place } of declared) {
    if (location === "cookie" || (location !== "path" && !isMapping)) continue;
    const parameter = readParameter(place, location, isMapping, version);
    // A parameter in the path needs an entry only if it has more than a name.
    if (location === "path" && Object.keys(parameter).length === 0) continue;
    parameters.set(location === "path" ? (template.names.get(name) ?? name) : name, parameter);
  }
  for (const { name, place, required } of isMapping && form ? form : []) {
    parameters.set(name, createArgs(readSchema(place, true, version), "body", required, place));
  }
  // The gateway rejects an empty mapping. It would pass on everything.
  const hasMapping = isMapping && (parameters.size > 0 || template.names.size > 0 || handling === "mapping");
  if (hasMapping) addPassedHeaders(source, parameters);
  return {
    mode: hasMapping ? "mapping" : undefined,
    parameters: parameters.size === 0 ? undefined : Object.fromEntries(parameters),
  };
}

function isInPath({ name, in: location, place }: DeclaredParameter, template: PathTemplate): boolean {
  if (location !== "path" || template.names.has(name)) return true;
  place.reject(`"${name}" is not in ${template.path}.`, "Add it to the path, or remove it here.");
  return false;
}

/** Reads the mode from the vendor's extension. */
function readHandling(operation: Place): RouteParameters["mode"] | undefined {
  const place = operation.at(vendor.handling);
  if (place === undefined) return undefined;
  const handling = toText(place.value);
  if (Object.hasOwn(handlings, handling)) return handlings[handling as keyof typeof handlings];
  place.unsupported(`is ${describe(place.value)}.`, "Use MAPPING or PASSTHROUGH.", "passed through");
  return "pass-through";
}

function readParameter(
  place: Place,
  location: ParameterIn,
  isMapping: boolean,
  version: OpenApiVersion,
): ParameterArgs {
  const schema = readSchema(place.child("schema"), isMapping, version);
  const required = place.at("required");
  if (required !== undefined && typeof required.value !== "boolean") {
    required.reject(`is ${describe(required.value)}.`, "Use true or false, without quotes.");
  }
  if (location === "path" && required?.value === false) {
    required.reject("is false for a parameter in the path.", "Set it to true.");
  }
  // The service gets the form of the location's default style.
  const style = place.at("style");
  if (location === "path" && style !== undefined && style.value !== "simple") {
    const problem = "is a style that the gateway does not decode: the service gets the value as sent.";
    style.unsupported(problem, "Remove it.");
  }
  const description = place.text("description") ?? schema.description;
  return createArgs({ ...schema, description }, location, required?.value === true, place);
}

function createArgs(
  schema: ReadSchema,
  location: ParameterIn,
  required: boolean,
  place: Place,
): ParameterArgs {
  const { type, description } = schema;
  const isRequired = required || location === "path";
  if (schema.default !== undefined && isRequired) {
    place.unsupported("has a default although it is required.", "Remove one of the two.");
  } else if (schema.default === "") {
    place.unsupported("has an empty default, which the gateway cannot store.", "Remove it.");
  }
  return withoutUndefined({
    in: location === "path" ? undefined : location,
    type: type === "string" ? undefined : type,
    required: (required && location !== "path") || undefined,
    default: isRequired || schema.default === "" ? undefined : schema.default,
    description,
    backend: readBackendParameter(place),
  });
}

/** Reads location and name at the service, from the extension that `openApiFromRoutes` writes. */
function readBackendParameter(place: Place): ParameterArgs["backend"] {
  const extension = place.object(ownExtension);
  if (extension === undefined) return undefined;
  extension.reportOthers(["in", "name"]);
  const location = extension.text("in");
  const name = extension.text("name");
  if (location === undefined && name === undefined) return undefined;
  // Other locations are reported with the routes.
  return { in: location as ParameterIn | undefined, name };
}

/** Headers for HTTP, caches and tracing that a request may have without a declaration. */
const always = [
  ..."Accept Accept-Encoding Accept-Language Prefer traceparent tracestate baggage X-Request-Id".split(" "),
  ..."b3 X-B3-TraceId X-B3-SpanId X-B3-ParentSpanId X-B3-Sampled".split(" "),
];
const ofReads = ["If-None-Match", "If-Modified-Since", "Range", "If-Range"];
const ofWrites = ["If-Match", "If-None-Match", "If-Unmodified-Since", "Idempotency-Key"];

/**
 * Adds headers that a mapping would drop although the service needs them: credentials that the service checks,
 * and headers of HTTP and of tracing. A document written by `openApiFromRoutes` already lists the latter.
 */
function addPassedHeaders(source: ParameterSource, parameters: Map<string, ParameterArgs>): void {
  const own = [...parameters].flatMap(([name, { backend }]) => [name, backend?.name ?? name]);
  const names = new Set([...own, ...source.addedNames].map((name) => name.toLowerCase()));
  const add = (name: string, location: "header" | "query") => {
    if (names.has(name.toLowerCase())) return;
    names.add(name.toLowerCase());
    parameters.set(name, { in: location });
  };
  for (const { name, in: location } of source.credentials) {
    if (location === "header" || location === "query") add(name, location);
  }
  if (source.place.at(ownExtension) !== undefined) return;
  const { method } = source;
  const conditional = bodyMethods.includes(method) || method === "DELETE" ? ofWrites : ofReads;
  for (const name of [...always, ...(method === "ANY" ? [...ofReads, ...ofWrites] : conditional)]) {
    add(name, "header");
  }
}
