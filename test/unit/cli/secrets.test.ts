import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { locateDirs } from "../../../cli/paths";
import { collectTexts, findLeaks, findSecrets } from "../../../cli/verify/secrets";

const keyLine = "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg";
const storedLine = "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQh";
const state = JSON.stringify({
  put: {
    apps: [
      { keys: [{ appKey: "the-canary-key", appSecret: "the-canary-secret" }], appCodes: ["the-canary-code"] },
      { keys: [], appCodes: ["another-canary-code"] },
    ],
    customDomains: [
      { certificate: { privateKey: `-----BEGIN PRIVATE KEY-----\n${keyLine}\n-----END PRIVATE KEY-----\n` } },
      {},
    ],
    certificates: [
      {
        body: "-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUpublic\n-----END CERTIFICATE-----",
        privateKey: `-----BEGIN PRIVATE KEY-----\n${storedLine}\n-----END PRIVATE KEY-----\n`,
      },
    ],
    plugins: [
      { data: '{"jwk":{"kty":"RSA","n":"a-public-modulus","e":"AQAB","d":"a-private-exponent"}}' },
      { data: "jwks:\n  - kid: one\n    kty: oct\n    k: a-symmetric-key\n" },
      { data: 'users:\n  - username: reader\n    password: "a#password\\"quoted"\n' },
      { data: "type: APIGW_BACKEND\nkey: a-public-name\nsecret: a-signature-secret\n" },
      { data: '{"unit":"MINUTE","apiDefault":20}' },
    ],
    logStores: [{ name: "access-log" }],
  },
});
const password = 'a#password"quoted';
const secrets = [
  "the-canary-code",
  "the-canary-key",
  "the-canary-secret",
  "another-canary-code",
  keyLine,
  storedLine,
  "a-private-exponent",
  "a-symmetric-key",
  password,
  "a-signature-secret",
] as const;

describe("the check for secrets", () => {
  let base: string;

  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), "secrets-"));
    write("stacks/.pulumi/stacks/shop/local.json", "{}");
    write("cloud/server.log", "");
  });
  afterEach(() => rmSync(base, { recursive: true, force: true }));

  function write(file: string, text: string): void {
    mkdirSync(dirname(join(base, file)), { recursive: true });
    writeFileSync(join(base, file), text);
  }
  const leaks = (printed = "done") => findLeaks(collectTexts(locateDirs(base), printed), findSecrets(state));

  it("knows every secret of the local cloud", () => {
    assert.deepEqual(new Set(findSecrets(state)), new Set(secrets));
  });

  it("passes without secrets, and for files that must contain them", () => {
    write("cloud/state.jsonl", state);
    write("cloud/authority/ca-key.pem", "-----BEGIN PRIVATE KEY-----");
    assert.deepEqual(leaks(), []);
  });

  for (const [where, text] of [
    ["a JSON text", JSON.stringify({ x: password })],
    ["a JSON text inside another", JSON.stringify({ x: JSON.stringify({ y: password }) })],
    ["an address", `http://127.0.0.1/?password=${encodeURIComponent(password)}`],
  ]) {
    it(`finds a secret of special characters in ${where}`, () =>
      assert.deepEqual(leaks(text), ["printed output"]));
  }

  for (const secret of [...secrets, "-----BEGIN EC PRIVATE KEY-----"]) {
    for (const [kind, file] of [
      ["a state", "stacks/.pulumi/stacks/shop/local.json"],
      ["the history of a state", "stacks/.pulumi/history/a.json"],
      ["a log", "cloud/server.log"],
    ] as const) {
      it(`finds ${secret} in ${kind}`, () => {
        write(file, `{"x":"${secret}"}`);
        assert.deepEqual(leaks(), [join(base, file)]);
      });
    }

    it(`finds ${secret} in printed output`, () => {
      assert.deepEqual(leaks(`oh, ${secret}`), ["printed output"]);
    });
  }
});
