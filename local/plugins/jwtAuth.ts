import { createPublicKey } from "node:crypto";
import type { Fields } from "./fields";

/** A key that verifies the signature of a token. */
export interface Jwk {
  kid: string | undefined;
  alg: string | undefined;
  kty: "RSA" | "EC" | "oct";
  /** All members, with the names of RFC 7517. */
  members: Record<string, unknown>;
}

/** Location of a token, its verification, and the claims for the back end. */
export interface JwtAuth {
  parameter: string;
  parameterLocation: "header" | "query" | "cookie";
  keys: Jwk[];
  claims: { claim: string; parameter: string; location: "header" | "query" }[];
  bypassEmptyToken: boolean;
  ignoreExpirationCheck: boolean;
}

export function readJwtAuth(fields: Fields): JwtAuth {
  const parameter = fields.requiredText("parameter");
  const parameterLocation = fields.choice("parameterLocation", ["header", "query", "cookie"]);
  if (parameterLocation === undefined) throw fields.mistake("parameterLocation", "is missing");
  const one = fields.object("jwk");
  const several = fields.objects("jwks");
  const keys = (one ? [one] : several).map(readJwk);
  if (one && several.length > 0) throw fields.mistake("jwks", "is beside jwk; give one of the two");
  if (keys.length === 0) throw fields.mistake("jwk", "is missing, and so is jwks");
  const claims = fields.objects("claimParameters").flatMap((it) => {
    const claim = it.requiredText("claimName");
    const name = it.requiredText("parameterName");
    const place = it.requiredText("location");
    it.finish();
    const location = (["header", "query"] as const).find((known) => known === place);
    if (location === undefined) it.unknown("location", place);
    return location === undefined ? [] : [{ claim, parameter: name, location }];
  });
  const bypassEmptyToken = fields.flag("bypassEmptyToken");
  const ignoreExpirationCheck = fields.flag("ignoreExpirationCheck");
  return { parameter, parameterLocation, keys, claims, bypassEmptyToken, ignoreExpirationCheck };
}

function readJwk(fields: Fields): Jwk {
  const members = fields.all();
  const { kid, alg, kty, k } = members;
  const known = (["RSA", "EC", "oct"] as const).find((type) => type === kty);
  if (known === undefined) throw fields.mistake("kty", "must be RSA, EC or oct");
  const isUsable = known === "oct" ? typeof k === "string" && k !== "" : isPublicKey(members);
  if (!isUsable) throw fields.mistake("", `is no ${known} key`.trim());
  return {
    kid: typeof kid === "string" ? kid : undefined,
    alg: typeof alg === "string" ? alg : undefined,
    kty: known,
    members,
  };
}

function isPublicKey(members: Record<string, unknown>): boolean {
  try {
    createPublicKey({ key: members, format: "jwk" });
    return true;
  } catch {
    return false;
  }
}
