import { createHmac, createPublicKey, timingSafeEqual, verify } from "node:crypto";
import { parseJson } from "../parsing";
import type { Jwk, JwtAuth } from "../plugins/jwtAuth";
import { GatewayError } from "./errors";

type Json = Record<string, unknown>;

interface Algorithm {
  kty: Jwk["kty"];
  hash: string;
}

/** The signature algorithms of tokens, each with its key type. */
const algorithms: Readonly<Record<string, Algorithm>> = Object.fromEntries(
  [256, 384, 512].flatMap((bits): [string, Algorithm][] => [
    [`RS${bits}`, { kty: "RSA", hash: `sha${bits}` }],
    [`ES${bits}`, { kty: "EC", hash: `sha${bits}` }],
    [`HS${bits}`, { kty: "oct", hash: `sha${bits}` }],
  ]),
);

/**
 * The claims of a token with a valid signature and valid times.
 *
 * @throws GatewayError for the first rule that the token violates
 */
export function verifiedClaims(token: string, settings: JwtAuth, now: Date): Json {
  const [head, body, signature, ...rest] = token.split(".");
  if (!head || !body || !signature || rest.length > 0) throw new GatewayError("I400JD");
  const header = decoded(head);
  const key = keyFor(header, settings.keys);
  const alg = typeof header.alg === "string" && Object.hasOwn(algorithms, header.alg) ? header.alg : "";
  const algorithm = algorithms[alg];
  // The key determines the possible algorithms. The token alone never does.
  if (!algorithm || algorithm.kty !== key.kty || (key.alg !== undefined && key.alg !== alg)) {
    throw new GatewayError("A403JT", { reason: "the algorithm is not the key's" });
  }
  if (!isSigned(`${head}.${body}`, Buffer.from(signature, "base64url"), key, algorithm)) {
    throw new GatewayError("A403JT", { reason: "the signature is wrong" });
  }
  const claims = decoded(body);
  checkTimes(claims, settings, now);
  return claims;
}

function decoded(part: string): Json {
  try {
    const value: unknown = parseJson(Buffer.from(part, "base64url").toString("utf8"));
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return Object.fromEntries(Object.entries(value));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new GatewayError("I400JD");
}

/** The key with the kid of the token. For a token without a kid, a key without one, or the only key. */
function keyFor({ kid }: Json, keys: readonly Jwk[]): Jwk {
  const isOnly = keys.length === 1;
  const key =
    keys.find((it) => (it.kid ?? kid) === kid) ?? (kid === undefined && isOnly ? keys[0] : undefined);
  if (!key) throw new GatewayError("A403JK", { kid: String(kid ?? "") });
  return key;
}

function isSigned(text: string, signature: Buffer, key: Jwk, { hash, kty }: Algorithm): boolean {
  if (kty === "oct") {
    const expected = createHmac(hash, Buffer.from(String(key.members.k), "base64url"))
      .update(text)
      .digest();
    return expected.length === signature.length && timingSafeEqual(expected, signature);
  }
  const publicKey = createPublicKey({ key: key.members, format: "jwk" });
  return verify(hash, Buffer.from(text), { key: publicKey, dsaEncoding: "ieee-p1363" }, signature);
}

/** Assumption: a token without `exp` does not expire. */
function checkTimes({ exp, nbf }: Json, { ignoreExpirationCheck }: JwtAuth, now: Date): void {
  const seconds = now.getTime() / 1_000;
  if (typeof exp === "number" && exp <= seconds && !ignoreExpirationCheck) {
    throw new GatewayError("A403JE", { time: new Date(exp * 1_000).toUTCString() });
  }
  if (typeof nbf === "number" && nbf > seconds) {
    throw new GatewayError("A403JT", { reason: "the token is not valid yet" });
  }
}
