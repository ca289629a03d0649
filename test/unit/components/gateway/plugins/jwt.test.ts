import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { VpcApi } from "../../../../../components";
import { deployToMocks } from "../../../../../testing/mocks";
import { problemsIn } from "../../problems";

/** A shared secret of a length. */
const keyOf = (bytes: number): string => Buffer.alloc(bytes, "k").toString("base64url");

const secret = { kty: "oct", k: keyOf(64) };

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

describe("a shared secret that verifies tokens", () => {
  const problems = (jwk: object) =>
    problemsIn({ group: { groupName: "shop" }, routes: { "get-item": "/items" }, apps: {}, jwt: { jwk } });

  // RFC 7518, section 3.2: at least as many bits as the hash has.
  for (const [alg, bytes] of [
    ["HS256", 32],
    ["HS384", 48],
    ["HS512", 64],
    [undefined, 32],
  ] as const) {
    const words = alg ?? "no algorithm";
    it(`has ${bytes} bytes with ${words}`, () =>
      assert.deepEqual(problems({ kty: "oct", alg, k: keyOf(bytes) }), []));

    it(`is refused with ${bytes - 1} bytes and ${words}`, () => {
      assert.deepEqual(problems({ kty: "oct", alg, k: keyOf(bytes - 1) }), [
        {
          path: "jwt.jwk.k",
          problem: `has ${bytes - 1} bytes, and ${alg ?? "HS256"} needs at least ${bytes}.`,
          hint: `Use at least ${bytes} random bytes, encoded as base64url.`,
        },
      ]);
    });
  }

  it("is measured in bytes, not in characters of its text", () => {
    assert.deepEqual(
      problems({ kty: "oct", k: "k".repeat(32) }).map(({ problem }) => problem),
      ["has 24 bytes, and HS256 needs at least 32."],
    );
  });

  it("is refused without its value in the message, also as an Output", async () => {
    const k = "c2hvcnQtc2VjcmV0LWtleQ";
    const program = () =>
      new VpcApi("shop", {
        network: { zones: ["cn-hangzhou-h", "cn-hangzhou-i"] },
        group: { groupName: "shop" },
        routes: { "get-item": "GET /items" },
        apps: {},
        jwt: { jwk: { kty: "oct", k: pulumi.secret(k) } },
      });
    await assert.rejects(deployToMocks(program), (error: Error) => {
      assert.match(error.message, /jwt\.jwk\.k: has 16 bytes/);
      return !error.message.includes(k) && !error.message.includes("short-secret-key");
    });
  });
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

describe("the keys in a document of the type jwtAuth", () => {
  const place = { parameter: "Authorization", parameterLocation: "header" };
  const findIn = (document: object | string): string[] =>
    problemsIn({
      group: { groupName: "shop" },
      routes: { "get-item": "/items" },
      apps: {},
      plugins: { tokens: { type: "jwtAuth", document } },
    }).map(({ path }) => path);
  const at = 'plugins["tokens"].document';

  it("are accepted as one key", () => assert.deepEqual(findIn({ ...place, jwk: secret }), []));
  it("are accepted in YAML", () =>
    assert.deepEqual(findIn(`parameter: token\njwks:\n  - {kid: a, kty: oct, k: ${secret.k}}\n`), []));

  const rejected: readonly (readonly [what: string, document: object, path: string])[] = [
    ["no key", place, "jwk"],
    ["both forms", { ...place, jwk: secret, jwks: [{ ...secret, kid: "a" }] }, "jwk"],
    ["an empty list", { ...place, jwks: [] }, "jwks"],
    ["a list of texts", { ...place, jwks: ["key"] }, "jwks"],
    ["a text", { ...place, jwk: "key" }, "jwk"],
    ["a key without its type", { ...place, jwk: { k: "c2VjcmV0" } }, "jwk.kty"],
    ["a type that JavaScript knows", { ...place, jwk: { kty: "constructor" } }, "jwk.kty"],
    ["a short shared secret", { ...place, jwk: { kty: "oct", k: keyOf(8) } }, "jwk.k"],
    ["a key without its value", { ...place, jwk: { kty: "oct" } }, "jwk.k"],
    ["a private key", { ...place, jwk: { kty: "RSA", n: "AQAB", e: "AQAB", d: "AQAB" } }, "jwk.d"],
    ["two keys with one ID", { ...place, jwks: [1, 2].map(() => ({ ...secret, kid: "a" })) }, "jwks[1].kid"],
  ];
  for (const [what, document, path] of rejected) {
    it(`are rejected: ${what}`, () => assert.deepEqual(findIn(document), [`${at}.${path}`]));
  }
});
