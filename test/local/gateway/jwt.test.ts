import assert from "node:assert/strict";
import { createHmac, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { describe, it } from "mocha";
import { verifiedClaims } from "../../../local/gateway/jwt";
import { readDocument } from "../../../local/plugins/documents";
import { NOW } from "./context";

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const seconds = NOW.getTime() / 1_000;
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
const secret = "a secret that is long enough for a test";
const oct = { kty: "oct", k: Buffer.from(secret).toString("base64url") };

function signed(header: Record<string, unknown>, claims: unknown, by: (text: string) => Buffer): string {
  const text = `${encode(header)}.${encode(claims)}`;
  return `${text}.${by(text).toString("base64url")}`;
}
const byKey = (key: KeyObject) => (text: string) =>
  sign("sha256", Buffer.from(text), { key, dsaEncoding: "ieee-p1363" });
const bySecret = (text: string) => createHmac("sha256", secret).update(text).digest();

/** `claims` as JSON, or code and text of the refusal. */
function verified(token: string, change: Record<string, unknown>): string {
  const settings = { parameter: "Authorization", parameterLocation: "header", ...change };
  const { document } = readDocument("jwtAuth", JSON.stringify(settings));
  try {
    return JSON.stringify(verifiedClaims(token, document, NOW));
  } catch (error) {
    if (error instanceof Error && "code" in error) return `${error.code} ${error.message}`;
    throw error;
  }
}

describe("gateway: JSON web tokens", () => {
  const rsaJwk = rsa.publicKey.export({ format: "jwk" });
  const cases = [
    ["RS256", { jwk: rsaJwk }, byKey(rsa.privateKey)],
    ["ES256", { jwk: ec.publicKey.export({ format: "jwk" }) }, byKey(ec.privateKey)],
    ["HS256", { jwk: oct }, bySecret],
  ] as const;
  for (const [alg, settings, by] of cases) {
    it(`takes one signed with ${alg}, and no changed one`, () => {
      const token = signed({ alg }, { sub: "ann", exp: seconds + 1 }, by);
      assert.match(verified(token, settings), /"sub":"ann"/);
      const [head, , signature] = token.split(".");
      assert.match(verified(`${head}.${encode({ sub: "bob" })}.${signature}`, settings), /^A403JT /);
    });
  }

  it("ends at its time, unless times do not count", () => {
    const expired = signed({ alg: "HS256" }, { exp: seconds }, bySecret);
    assert.match(verified(expired, { jwk: oct }), /^A403JE JWT is expired at /);
    assert.match(verified(expired, { jwk: oct, ignoreExpirationCheck: true }), /"exp"/);
    assert.match(
      verified(signed({ alg: "HS256" }, { nbf: seconds + 60 }, bySecret), { jwk: oct }),
      /^A403JT .*not valid yet/,
    );
  });

  it("finds its key by kid", () => {
    const jwks = [
      { ...oct, kid: "one" },
      { ...rsaJwk, kid: "two" },
    ];
    assert.match(verified(signed({ alg: "HS256", kid: "one" }, {}, bySecret), { jwks }), /^\{\}$/);
    assert.match(verified(signed({ alg: "HS256", kid: "six" }, {}, bySecret), { jwks }), /^A403JK .*six/);
  });

  it("lets no token choose an algorithm that is not the key's", () => {
    const modulus = Buffer.from(String(rsaJwk.n), "base64url");
    const confused = signed({ alg: "HS256" }, {}, (text) =>
      createHmac("sha256", modulus).update(text).digest(),
    );
    assert.match(verified(confused, { jwk: rsaJwk }), /^A403JT .*algorithm/);
    assert.match(verified(`${encode({ alg: "none" })}.${encode({})}.eA`, { jwk: rsaJwk }), /^A403JT /);
    assert.match(verified("abc", { jwk: rsaJwk }), /^I400JD /);
  });
});
