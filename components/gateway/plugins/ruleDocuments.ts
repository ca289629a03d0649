import { checkOneOf, checkWholeNumber } from "../../validation/names";
import type { Problems } from "../../validation/problems";
import type { ErrorMappingArgs, Jwk, JwtArgs, MappedErrorArgs } from "./args";
import type { PluginDocument } from "./documents";

/** Members that a key of each type must have, as in RFC 7518. */
const keyMembers = { RSA: ["n", "e"], EC: ["crv", "x", "y"], oct: ["k"] } as const;
/** Members that only the private half of a key pair has. */
const privateMembers = ["d", "p", "q", "dp", "dq", "qi"];

export function jwtDocument(args: JwtArgs, problems: Problems): Omit<PluginDocument, "type"> {
  const { parameter = "Authorization", location = "header", jwk, jwks, claims = {} } = args;
  if (!/^[\w-]+$/.test(parameter))
    problems.add("parameter", `"${parameter}" is no name of a parameter.`, "Use for example Authorization.");
  checkOneOf(location, ["header", "query", "cookie"], problems, "location");
  if ((jwk === undefined) === (jwks === undefined))
    problems.add("jwk", "or jwks is needed, and not both.", "Give one key in jwk, or several in jwks.");
  if (jwk) checkKey(jwk, problems.under("jwk"));
  if (jwks?.length === 0) problems.add("jwks", "is empty.", "Give at least one key.");
  const kids = new Set<string>();
  jwks?.forEach((key, index) => {
    const at = problems.under(`jwks[${index}]`);
    checkKey(key, at);
    if (!key.kid) at.add("kid", "is missing.", "Keys in a list are told apart by it.");
    else if (kids.has(key.kid)) at.add("kid", `"${key.kid}" is another key's too.`, "Give each its own.");
    else kids.add(key.kid);
  });
  const claimParameters = Object.entries(claims).map(([claimName, target]) => {
    const at = problems.under(`claims["${claimName}"]`);
    const { parameter: parameterName, location: place } =
      typeof target === "string" ? { parameter: target, location: "header" as const } : target;
    if (!/^[\w-]+$/.test(parameterName))
      at.add(
        typeof target === "string" ? "" : "parameter",
        `"${parameterName}" is no name of a parameter.`,
        "Use for example X-User-Id.",
      );
    checkOneOf(place, ["header", "query"], at, "location");
    return { claimName, parameterName, location: place };
  });
  const document = {
    parameter,
    parameterLocation: location,
    ...(jwk ? { jwk } : { jwks }),
    ...(claimParameters.length > 0 && { claimParameters }),
    ...(args.allowMissing && { bypassEmptyToken: true }),
    ...(args.ignoreExpiration && { ignoreExpirationCheck: true }),
    ...(args.preventReplay && { preventJtiReplay: true }),
  };
  const isSecret = [...(jwk ? [jwk] : []), ...(jwks ?? [])].some(({ kty }) => kty === "oct");
  return { isSecret, document: () => document };
}

function checkKey(key: Jwk, problems: Problems): void {
  const members = checkOneOf(key.kty, ["RSA", "EC", "oct"], problems, "kty") ? keyMembers[key.kty] : [];
  for (const member of members) {
    if (key[member] === undefined)
      problems.add(member, "is missing.", `A key of type ${key.kty} has ${members.join(", ")}.`);
  }
  for (const member of Object.values(keyMembers).flat()) {
    if (key[member] === "") problems.add(member, "is empty.", "Set it as in the JSON Web Key.");
  }
  const leaked = Object.keys(key).find((member) => privateMembers.includes(member));
  if (leaked)
    problems.add(
      leaked,
      "is of the private half of the key.",
      "Give the public half alone; keep that one safe.",
    );
}

export function errorMappingDocument(args: ErrorMappingArgs, problems: Problems): object {
  const { parameters, condition, code, mappings = {}, default: otherwise } = args;
  for (const [name, place] of Object.entries(parameters)) {
    const property = `parameters["${name}"]`;
    if (!/^[a-zA-Z_][a-zA-Z0-9]+$/.test(name))
      problems.add(property, "is no name.", "Use a letter, then letters or digits; two characters at least.");
    if (!/^(StatusCode|Header:[\w-]+|BodyJsonField:\$.+)$/.test(place))
      problems.add(property, `is "${place}".`, "Use StatusCode, Header:<name> or BodyJsonField:$.<path>.");
  }
  const isDeclared = (name: string) => Object.hasOwn(parameters, name) || problems.isInvalid("parameters");
  const declare = "Declare it in parameters.";
  if (condition.trim() === "") problems.add("condition", "is empty.", "Say when an answer is an error.");
  for (const [, name = ""] of condition.replace(/'[^']*'/g, "").matchAll(/\$(\w+)/g))
    if (!isDeclared(name)) problems.add("condition", `names $${name}, which is no parameter.`, declare);
  if (code === "") problems.add("code", "is empty.", "Name one of parameters, or leave it out.");
  else if (code !== undefined && !isDeclared(code))
    problems.add("code", `is "${code}", which is no parameter.`, declare);
  if (Object.keys(mappings).length > 0 && code === undefined)
    problems.add("code", "is missing.", "Name the parameter that mappings are found by.");
  if (Object.keys(mappings).length === 0 && !otherwise)
    problems.add("mappings", "is empty, and so is default.", "Say what the client gets instead.");
  return {
    parameters,
    errorCondition: condition,
    ...(code === undefined ? {} : { errorCode: code }),
    mappings: Object.entries(mappings).map(([value, answer]) => ({
      code: value,
      ...mappedAnswer(answer, problems.under(`mappings["${value}"]`)),
    })),
    ...(otherwise && { defaultMapping: mappedAnswer(otherwise, problems.under("default")) }),
  };
}

function mappedAnswer(answer: MappedErrorArgs, problems: Problems) {
  const { status, message = "" } = answer;
  checkWholeNumber(status, { from: 200, to: 599 }, problems, "status");
  return { statusCode: status, errorMessage: message };
}
