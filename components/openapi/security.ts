import type { RouteArgs } from "../gateway/route";
import { shown, textOf } from "./document";
import { type Findings, isFields, type Place } from "./place";
import { securitySchemes, vendor } from "./words";

/** Who may call, of a route. */
export type Auth = Pick<RouteArgs, "auth" | "appCode">;

/** What the security schemes of the document stand for, by their names. */
export type SecurityMeaning = Readonly<Record<string, "app" | "anonymous">>;

const authTypes: Readonly<Record<string, Auth>> = {
  APP: { auth: "app" },
  ANONYMOUS: { auth: "anonymous" },
};

/** Who may call an operation: by the vendor's extension, else by its own security, else by that of the document. */
export function readAuth(operation: Place, root: Place, meaning: SecurityMeaning, findings: Findings): Auth {
  const given = operation.at("security") ?? root.at("security");
  const read = given === undefined ? {} : readSecurity(given, root, meaning, findings);
  const place = operation.at(vendor.authType);
  if (place === undefined) return read;
  const type = textOf(place.value);
  const auth = Object.hasOwn(authTypes, type) ? authTypes[type] : undefined;
  if (auth === undefined) {
    findings.losses.add(place.pointer, `is ${shown(place.value)}.`, "Use APP or ANONYMOUS.");
    return read;
  }
  return auth.auth === read.auth ? read : auth;
}

function readSecurity(given: Place, root: Place, meaning: SecurityMeaning, findings: Findings): Auth {
  if (!Array.isArray(given.value)) {
    findings.mistakes.add(given.pointer, "is no list.", "Use one of requirements, or [] for anybody.");
    return {};
  }
  const ways = given.all().map(([, way]) => readWay(way, root, meaning, findings));
  const schemes = ways.flat();
  if (schemes.every((scheme) => scheme === "anonymous")) return { auth: "anonymous" };
  if (ways.some((way) => way.every((scheme) => scheme === "anonymous"))) {
    const problem = "lets in apps as well as anybody: the gateway does one of the two.";
    findings.losses.add(given.pointer, problem, "Keep one; until then it is apps alone.");
  }
  // A signature is taken beside an AppCode in any case.
  const appCode = schemes.includes("AppCodeInQuery")
    ? "header and query"
    : schemes.includes("AppCode")
      ? "header"
      : schemes.every((scheme) => scheme === "AppSignature")
        ? "off"
        : undefined;
  return { auth: "app", ...(appCode === undefined ? {} : { appCode }) };
}

type Scheme = keyof typeof securitySchemes | "app" | "anonymous";

/** What the schemes of one requirement stand for; all of them are asked for at once. */
function readWay(way: Place, root: Place, meaning: SecurityMeaning, findings: Findings): Scheme[] {
  if (!isFields(way.value)) {
    findings.mistakes.add(way.pointer, "is no object.", "Use for example { AppCode: [] }.");
    return [];
  }
  return way.all().map(([name, place]) => {
    const known = Object.hasOwn(meaning, name) ? meaning[name] : undefined;
    if (known !== undefined) return known;
    const scheme = root.at("components")?.at("securitySchemes")?.at(name)?.followed(findings);
    if (scheme === undefined) {
      findings.mistakes.add(place.pointer, "is not in #/components/securitySchemes.", "Declare it there.");
      return "app";
    }
    const own = (Object.keys(securitySchemes) as (keyof typeof securitySchemes)[]).find((one) =>
      (["type", "in", "name"] as const).every(
        (field) =>
          textOf(scheme.at(field)?.value).toLowerCase() === securitySchemes[one][field].toLowerCase(),
      ),
    );
    if (own === undefined) {
      const problem = "is of a scheme that the gateway does not check.";
      const remedy = `Say what it stands for: security: { "${name}": "app" }, or "anonymous" where the service checks.`;
      findings.losses.add(place.pointer, problem, remedy);
    }
    return own ?? "app";
  });
}
