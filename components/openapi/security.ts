import type { RouteArgs } from "../gateway/routes/args";
import type { ParameterIn } from "../gateway/routes/parameterArgs";
import { own } from "../validation/given";
import { hintForName } from "../validation/nearest";
import { describe, toText } from "./document";
import { isFields, type Place } from "./place";
import { securitySchemes, vendor } from "./words";

/** Meaning of the document's security schemes, by name. */
export type SecurityMeaning = Readonly<Record<string, "app" | "anonymous">>;

/** Location of a credential that the service checks. */
export interface Credential {
  in: ParameterIn | "cookie";
  name: string;
  /** The security requirement of the credential. */
  place: Place;
}

/** Who may call a route, and the credentials that the service needs. */
interface ReadSecurity {
  auth: Pick<RouteArgs, "auth" | "appCode">;
  credentials: Credential[];
}

/** What the requirements of an operation refer to. */
interface SecurityContext {
  root: Place;
  meaning: SecurityMeaning;
  /** Whether the extension replaces the requirements of the document. They then only list credentials. */
  isReplaced: boolean;
}

type Scheme = { kind: keyof typeof securitySchemes | "app" | "anonymous"; credential?: Credential };

/**
 * Reads who may call an operation: from the vendor's extension, else from its own `security`, else from that
 * of the document. Input that is not fully understood rejects the document, or restricts the route to apps.
 */
export function readSecurity(operation: Place, root: Place, meaning: SecurityMeaning): ReadSecurity {
  const own = operation.at("security");
  const requirements = own ?? root.at("security");
  for (const place of [operation, root]) rejectUndefined(place);
  const extension = operation.at(vendor.authType);
  const type = toText(extension?.value);
  const isReplaced = own === undefined && type === "ANONYMOUS";
  const read =
    requirements === undefined
      ? { auth: {}, credentials: [] }
      : readRequirements(requirements, { root, meaning, isReplaced });
  if (extension === undefined) return read;
  if (type === "ANONYMOUS") {
    if (own !== undefined && read.auth.auth === "app") {
      extension.reject("is ANONYMOUS, but `security` of the operation is not.", "Remove one of the two.");
    }
    return read.auth.auth === "anonymous" ? read : { ...read, auth: { auth: "anonymous" } };
  }
  if (/^(APP)?OPENID$/.test(type)) {
    const problem = "is OpenID Connect, for which a route has no argument.";
    extension.unsupported(problem, "Use a plug-in of type jwtAuth.");
  } else if (type !== "APP") {
    const hint = hintForName(type, ["APP", "ANONYMOUS"], "Use APP or ANONYMOUS.");
    extension.reject(`is ${describe(extension.value)}.`, hint);
  }
  return read.auth.auth === "app" ? read : { ...read, auth: { auth: "app" } };
}

/** Reports `security: undefined` in an object of a program, which is ambiguous. */
function rejectUndefined(place: Place): void {
  const { value } = place;
  if (isFields(value) && Object.hasOwn(value, "security") && value.security === undefined) {
    place.reject("is undefined.", "Use a list of requirements, or [] for anonymous callers.", "security");
  }
}

function readRequirements(requirements: Place, context: SecurityContext): ReadSecurity {
  if (!Array.isArray(requirements.value)) {
    requirements.reject("must be a list.", "Use a list of requirements, or [] for anonymous callers.");
    return { auth: { auth: "app" }, credentials: [] };
  }
  const alternatives = requirements.all().map(([, one]) => readRequirement(one, context));
  const schemes = alternatives.flat();
  const credentials = schemes.flatMap(({ credential }) => credential ?? []);
  const isOpen = (alternative: readonly Scheme[]) => alternative.every(({ kind }) => kind === "anonymous");
  if (alternatives.length === requirements.value.length && alternatives.every(isOpen)) {
    return { auth: { auth: "anonymous" }, credentials };
  }
  if (alternatives.some(isOpen) && !context.isReplaced) {
    const problem =
      "allows both apps and anonymous callers, but the gateway supports only one of them: apps.";
    requirements.unsupported(problem, "Keep one of the two.");
  }
  const kinds = schemes.map(({ kind }) => kind).filter((kind) => kind !== "anonymous");
  // The gateway always accepts a signature in addition to an AppCode.
  const appCode = kinds.includes("AppCodeInQuery")
    ? "header and query"
    : kinds.includes("AppCode")
      ? "header"
      : kinds.every((kind) => kind === "AppSignature")
        ? "off"
        : undefined;
  return { auth: { auth: "app", appCode }, credentials };
}

/** Reads the schemes of one requirement. A caller needs all of them. */
function readRequirement(requirement: Place, context: SecurityContext): Scheme[] {
  if (!isFields(requirement.value)) {
    requirement.reject("must be an object.", "Use for example { AppCode: [] }.");
    return [{ kind: "app" }];
  }
  const schemes = Object.keys(requirement.value).map((name) => readScheme(name, requirement, context));
  const kinds = schemes.map(({ kind }) => kind);
  const hasAppCode = kinds.includes("AppCode") || kinds.includes("AppCodeInQuery");
  if (hasAppCode && kinds.includes("AppSignature") && !context.isReplaced) {
    const problem = "requires both an AppCode and a signature, but the gateway accepts either.";
    requirement.unsupported(problem, "Keep one of the two.");
  }
  return schemes;
}

function readScheme(name: string, requirement: Place, context: SecurityContext): Scheme {
  const { root, meaning, isReplaced } = context;
  const declared = root.at("components")?.at("securitySchemes");
  const scheme = declared?.at(name);
  if (scheme === undefined || !isFields(scheme.value)) {
    const hint = hintForName(name, Object.keys(declared?.value ?? {}), "Declare it there.");
    requirement.reject("is not in #/components/securitySchemes.", hint, name);
    return { kind: "app" };
  }
  const place = requirement.child(name) ?? requirement;
  const configuredMeaning = own(meaning, name);
  if (configuredMeaning === "app") return { kind: "app" };
  const credential = readCredential(scheme, place);
  if (configuredMeaning === "anonymous") return { kind: "anonymous", ...credential };
  const kind = (Object.keys(securitySchemes) as (keyof typeof securitySchemes)[]).find((one) =>
    (["type", "in", "name"] as const).every(
      (field) => toText(scheme.at(field)?.value).toLowerCase() === securitySchemes[one][field].toLowerCase(),
    ),
  );
  if (kind !== undefined) return { kind };
  if (!isReplaced) {
    place.unsupported(
      "is a security scheme that the gateway does not check: it authorizes apps instead.",
      `Set security: { "${name}": "app" }, or "anonymous" if the service checks it.`,
    );
  }
  return { kind: "app", ...credential };
}

const schemeTypes = ["apiKey", "http", "oauth2", "openIdConnect", "mutualTLS"];

/** Location of a scheme's credential. Types other than API keys use the `Authorization` header. */
function readCredential(scheme: Place, place: Place): { credential?: Credential } {
  const type = toText(scheme.at("type")?.value);
  if (!schemeTypes.includes(type)) {
    scheme.reject(`is ${describe(scheme.at("type")?.value)}.`, hintForName(type, schemeTypes), "type");
    return {};
  }
  if (type === "mutualTLS") return {};
  if (type !== "apiKey") return { credential: { in: "header", name: "Authorization", place } };
  const where = toText(scheme.at("in")?.value);
  const name = scheme.text("name");
  if (where !== "header" && where !== "query" && where !== "cookie") {
    scheme.reject(`is ${describe(scheme.at("in")?.value)}.`, "Use query, header or cookie.", "in");
    return {};
  }
  if (name === undefined || name === "") {
    scheme.reject("is missing.", "Set it to the name of the header, query parameter or cookie.", "name");
    return {};
  }
  return { credential: { in: where, name, place } };
}
