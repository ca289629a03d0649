import { hintForName } from "../validation/nearest";
import { describe } from "./document";
import type { Place } from "./place";
import { ignoredHeaders, ownExtension } from "./words";

const locations = ["path", "query", "header", "cookie"] as const;

/** A parameter in the form of the document. */
export interface DeclaredParameter {
  name: string;
  in: (typeof locations)[number];
  place: Place;
}

/** Reads the parameters of an operation, and those of its path item that it does not replace. */
export function readDeclaredParameters(item: Place, operation: Place): DeclaredParameter[] {
  const own = declaredIn(operation);
  const keys = new Set(own.map(createKey));
  return [...declaredIn(item).filter((parameter) => !keys.has(createKey(parameter))), ...own];
}

/** The case of letters does not matter in names of headers. */
const createKey = ({ name, in: location }: DeclaredParameter): string =>
  `${location} ${location === "header" ? name.toLowerCase() : name}`;

function declaredIn(holder: Place): DeclaredParameter[] {
  const parameters = new Map<string, DeclaredParameter>();
  for (const place of holder.list("parameters")) {
    const parameter = readDeclaration(place);
    if (parameter === undefined) continue;
    const { name, in: location } = parameter;
    if (parameters.has(createKey(parameter))) {
      place.reject(`is the second "${name}" in the ${location}.`, "Remove one of the two.");
    } else if (location !== "header" || !isIgnored(parameter))
      parameters.set(createKey(parameter), parameter);
  }
  return [...parameters.values()];
}

function readDeclaration(place: Place): DeclaredParameter | undefined {
  if (!place.requireObject()) return undefined;
  const name = place.at("name")?.value;
  const where = place.at("in")?.value;
  const location = locations.find((one) => one === where);
  if (typeof name !== "string" || name === "") {
    place.reject(`is ${describe(name)}.`, "Set it to a string.", "name");
    return undefined;
  }
  if (location === undefined) {
    const hint = hintForName(where, locations, "Use path, query, header or cookie.");
    place.reject(`is ${describe(where)}.`, hint, "in");
    return undefined;
  }
  return { name, in: location, place };
}

/** OpenAPI ignores these headers as parameters, unless `openApiFromRoutes` wrote them. */
const isIgnored = ({ name, place }: DeclaredParameter): boolean =>
  ignoredHeaders.includes(name.toLowerCase()) && place.at(ownExtension) === undefined;
