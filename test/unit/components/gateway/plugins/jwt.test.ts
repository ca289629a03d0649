import assert from "node:assert/strict";
import { problemsIn } from "../../problems";

const secret = { kty: "oct", k: "c2VjcmV0" };

const findPaths = (jwt: object): string[] =>
  problemsIn({ group: { groupName: "shop" }, routes: { "get-item": "/items" }, apps: {}, jwt }).map(
    ({ path }) => path,
  );

describe("the algorithm of a key that verifies tokens", () => {
  const rsa = { kty: "RSA", n: "AQAB", e: "AQAB" };
  const ec = { kty: "EC", crv: "P-256", x: "AQAB", y: "AQAB" };

  for (const jwk of [
    secret,
    { ...secret, alg: "HS512" },
    { ...rsa, alg: "PS256" },
    { ...ec, alg: "ES256" },
  ]) {
    it(`fits the type of the key: ${JSON.stringify(jwk)}`, () => assert.deepEqual(findPaths({ jwk }), []));
  }

  for (const jwk of [
    { ...secret, alg: "none" },
    { ...secret, alg: "RS256" },
    { ...rsa, alg: "HS256" },
    { ...rsa, alg: "RSA-OAEP" },
    { ...ec, alg: "es256" },
    { ...ec, alg: "" },
  ]) {
    it(`is rejected otherwise: ${JSON.stringify(jwk)}`, () => {
      assert.deepEqual(findPaths({ jwk }), ["jwt.jwk.alg"]);
      assert.deepEqual(findPaths({ jwks: [{ ...jwk, kid: "a" }] }), ["jwt.jwks[0].alg"]);
    });
  }
});

describe("claims of a token", () => {
  it("have different targets", () => {
    const claims = { sub: "X-User", name: { parameter: "X-User", location: "query" } };
    assert.deepEqual(findPaths({ jwk: secret, claims }), []);
  });

  for (const claims of [
    { sub: "X-User", name: "X-User" },
    { sub: "X-User", name: "x-user" },
  ]) {
    it(`are rejected with one target: ${JSON.stringify(claims)}`, () =>
      assert.deepEqual(findPaths({ jwk: secret, claims }), ['jwt.claims["name"]']));
  }

  it("are rejected with one target that is an object", () => {
    const target = { parameter: "user", location: "query" };
    const claims = { sub: target, name: target };
    assert.deepEqual(findPaths({ jwk: secret, claims }), ['jwt.claims["name"].parameter']);
  });
});
