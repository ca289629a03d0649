import type { Problems } from "../../validation/problems";
import type {
  ConstantParameterArgs,
  ParameterArgs,
  ParameterIn,
  ParameterType,
  RouteParameters,
  SystemParameterArgs,
} from "./parameterArgs";
import { placeholders } from "./path";
import { parameterTypes } from "./values";

/** A parameter with all defaults. */
export interface PlannedParameter {
  name: string;
  in: ParameterIn;
  type: ParameterType;
  required: boolean;
  default: string | undefined;
  description: string | undefined;
  backend: { in: ParameterIn; name: string };
}

/** The parameters of a route with all defaults. */
export interface PlannedParameters {
  mode: "pass-through" | "mapping";
  parameters: PlannedParameter[];
  constantParameters: Record<string, ConstantParameterArgs>;
  systemParameters: Record<string, SystemParameterArgs>;
}

interface ParameterContext {
  method: string;
  path: string;
  /** Path at the service. Undefined for a mock. */
  backendPath: string | undefined;
}

export const bodyMethods: readonly string[] = ["POST", "PUT", "PATCH"];

/** Reports conflicts between parameters, paths and modes, and fills in defaults. */
export function planParameters(
  route: RouteParameters,
  context: ParameterContext,
  problems: Problems,
): PlannedParameters {
  const { mode = "pass-through", parameters: parameterArgs = {} } = route;
  const { constantParameters = {} } = route;
  const systemParameters: PlannedParameters["systemParameters"] = { ...route.systemParameters };
  const inPath = placeholders(context.path);
  const declared = { ...Object.fromEntries(inPath.map((name) => [name, {}])), ...parameterArgs };
  const all = Object.entries(declared).map(([name, parameter]: [string, ParameterArgs]) =>
    resolved(name, parameter, inPath.includes(name)),
  );
  // With an invalid mode, it is unknown whether the gateway checks parameters.
  const known = { mode: problems.isInvalid("mode") ? "mapping" : mode, inPath, ...context };
  for (const parameter of all) {
    const at = problems.under(`parameters["${parameter.name}"]`);
    checkParameter(parameter, parameterArgs[parameter.name] ?? {}, known, at);
  }
  for (const [name, { in: place, value }] of Object.entries(constantParameters)) {
    const at = problems.under(`constantParameters["${name}"]`);
    if (place === "header") checkHeaderValue(value, at, "value");
    checkParameterName(name, at, "");
    if (value === "") at.add("value", "is empty: the cloud treats it as not set.", "Set it to a value.");
  }
  for (const [key, { name }] of Object.entries(systemParameters)) {
    checkParameterName(name, problems.under(`systemParameters.${key}`), "name");
  }
  checkNames(all, { constantParameters, systemParameters }, problems);
  const { backendPath } = context;
  if (mode === "mapping" && all.length === 0 && backendPath !== undefined) {
    const problem =
      'is "mapping", but the route has no parameter: the gateway would pass on the whole request.';
    problems.add("mode", problem, "Declare parameters, or remove it.");
  }
  const parameters =
    backendPath === undefined
      ? all
      : listUsedParameters(all, parameterArgs, mode, backendPath, context, problems);
  return { mode, parameters: inOrder(parameters, backendPath ?? ""), constantParameters, systemParameters };
}

function resolved(name: string, args: ParameterArgs, isInPath: boolean): PlannedParameter {
  const { in: place = isInPath ? "path" : "query", type = "string", required = isInPath } = args;
  return {
    name,
    in: place,
    type,
    required,
    default: args.default === undefined ? undefined : String(args.default),
    description: args.description,
    backend: { in: args.backend?.in ?? place, name: args.backend?.name ?? name },
  };
}

function checkParameter(
  parameter: PlannedParameter,
  args: ParameterArgs,
  route: { mode: string; method: string; path: string; inPath: string[] },
  problems: Problems,
): void {
  const { name, in: place, type, required, backend, default: value } = parameter;
  checkParameterName(name, problems, "");
  checkParameterName(backend.name, problems, "backend.name");
  const isInPath = route.inPath.includes(name);
  if (place === "path" && !isInPath) {
    problems.add("in", `is "path", but ${route.path} has no [${name}].`, `Add [${name}] to the path.`);
  } else if (place !== "path" && isInPath) {
    problems.add("in", `is "${place}", but [${name}] is in ${route.path}.`, 'Use "path", or another name.');
  }
  if (place !== "path" && route.mode === "pass-through") {
    problems.add("", 'is not checked in the mode "pass-through".', 'Use mode: "mapping".');
  }
  if (place === "path" && !required) {
    problems.add("required", "is false, but path parameters are always required.", "Remove it.");
  }
  for (const [property, where] of Object.entries({ in: place, "backend.in": args.backend?.in })) {
    if (where === "body" && !bodyMethods.includes(route.method)) {
      problems.add(property, `is "body" with ${route.method}.`, `Use one of ${bodyMethods.join(", ")}.`);
    }
  }
  if (value === undefined) return;
  if (required)
    problems.add("default", "is set, but the parameter is required.", "Remove default or required.");
  if (backend.in === "header") checkHeaderValue(value, problems, "default");
  if (value === "") problems.add("default", "is empty: the cloud treats it as not set.", "Remove it.");
  else if (!parameterTypes[type].test(value)) {
    problems.add("default", `"${value}" is not of type ${type}.`, "Change one of the two.");
  }
}

/** Reports a character that ends a header, or that no header can have. */
function checkHeaderValue(value: string, problems: Problems, property: string): void {
  if (!/\p{Cc}/u.test(value)) return;
  problems.add(
    property,
    "has a line break or a control character, which a header cannot have.",
    "Remove it.",
  );
}

/** Whether a parameter of a route can have a name. */
export const isParameterName = (name: string): boolean => /^[A-Za-z0-9_][\w.-]*$/.test(name);

function checkParameterName(text: string, problems: Problems, property: string): void {
  if (isParameterName(text)) return;
  problems.add(property, `"${text}" is not a parameter name.`, "Use letters, digits, _, - and dots.");
}

/** The cloud keeps all parameters in one list. So names must be unique in the request and at the service. */
function checkNames(
  parameters: PlannedParameter[],
  added: Pick<PlannedParameters, "constantParameters" | "systemParameters">,
  problems: Problems,
): void {
  const entry = (at: string, name: string, atBackend: PlannedParameter["backend"], place?: ParameterIn) => ({
    at,
    request: { name, in: place },
    atBackend,
  });
  const everything = [
    ...parameters.map(({ name, in: place, backend }) => entry(`parameters["${name}"]`, name, backend, place)),
    ...Object.entries(added.constantParameters).map(([name, constant]) =>
      entry(`constantParameters["${name}"]`, name, { in: constant.in, name }),
    ),
    ...Object.entries(added.systemParameters).map(([name, system]) =>
      entry(`systemParameters.${name}`, name, system),
    ),
    // Invalid names are reported elsewhere.
  ].filter(({ atBackend }) => atBackend.name);
  for (const [index, { at, request, atBackend }] of everything.entries()) {
    const earlier = everything
      .slice(0, index)
      .find((other) => isSameName(other.request, request) || isSameName(other.atBackend, atBackend));
    if (earlier === undefined) continue;
    const same = isSameName(earlier.request, request) ? request.name : atBackend.name;
    problems.add(at, `has the same name as ${earlier.at}: "${same}".`, "Use a different name for each.");
  }
}

interface NamedPlace {
  name: string;
  in?: ParameterIn | undefined;
}

/** Whether two names are equal. The case of letters does not matter in names of headers. */
const isSameName = (one: NamedPlace, other: NamedPlace): boolean =>
  one.name === other.name ||
  (one.in === "header" && other.in === "header" && one.name.toLowerCase() === other.name.toLowerCase());

/** Returns the parameters that reach the service. Reports those that its path lacks, or that have no source. */
function listUsedParameters(
  all: PlannedParameter[],
  parameterArgs: Record<string, ParameterArgs>,
  mode: string,
  backendPath: string,
  { path }: ParameterContext,
  problems: Problems,
): PlannedParameter[] {
  const pathNames = placeholders(backendPath);
  const toPath = all.filter(({ backend }) => backend.in === "path");
  for (const name of pathNames) {
    const source = toPath.find(({ backend }) => backend.name === name);
    if (source === undefined) {
      const problem = `has [${name}], which ${path} does not have.`;
      problems.add("backend.path", problem, "Use a name of the request's path.");
    } else if (!source.required && source.default === undefined) {
      const at = `parameters["${source.name}"]`;
      problems.add(at, `is optional, but [${name}] of ${backendPath} needs it.`, "Set required to true.");
    }
  }
  if (backendPath.endsWith("/*") && !path.endsWith("/*")) {
    const hint = "Add /* to both paths, or remove it.";
    problems.add("backend.path", `ends with /*, but ${path} does not.`, hint);
  }
  // In pass-through mode, a path segment that the service does not use stays in the path.
  const isUnused = ({ backend }: PlannedParameter) =>
    backend.in === "path" && !pathNames.includes(backend.name);
  const isLeftOut = ({ name }: PlannedParameter) =>
    mode === "pass-through" && !Object.hasOwn(parameterArgs, name);
  const remaining = all.filter((parameter) => !isUnused(parameter) || !isLeftOut(parameter));
  for (const { name, backend } of remaining.filter(isUnused)) {
    const hint = 'Add it there, or set for example backend: { in: "query" }.';
    problems.add(`parameters["${name}"]`, `is not passed on: ${backendPath} has no [${backend.name}].`, hint);
  }
  return remaining;
}

/** Sorts by position in the path at the service, then by name: the order of the arguments changes nothing. */
function inOrder(parameters: PlannedParameter[], backendPath: string): PlannedParameter[] {
  const names = placeholders(backendPath);
  const rank = ({ backend }: PlannedParameter) =>
    backend.in === "path" ? names.indexOf(backend.name) : names.length;
  return [...parameters].sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
}
