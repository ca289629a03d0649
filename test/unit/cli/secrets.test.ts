import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { localDirs } from "../../../cli/paths";
import { leaksIn, secretsIn, textsToSearch } from "../../../cli/verify/secrets";

const keyLine = "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg";
const snapshot = JSON.stringify({
  tables: {
    apps: [
      { keys: [{ appKey: "the-canary-key", appSecret: "the-canary-secret" }], appCodes: ["the-canary-code"] },
      { keys: [], appCodes: ["another-canary-code"] },
    ],
    customDomains: [
      { certificate: { privateKey: `-----BEGIN PRIVATE KEY-----\n${keyLine}\n-----END PRIVATE KEY-----\n` } },
      {},
    ],
  },
});
const secrets = [
  "the-canary-code",
  "the-canary-key",
  "the-canary-secret",
  "another-canary-code",
  keyLine,
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
  const leaks = (printed = "done") => leaksIn(textsToSearch(localDirs(base), printed), secretsIn(snapshot));

  it("knows every secret that the local cloud holds", () => {
    assert.deepEqual(new Set(secretsIn(snapshot)), new Set(secrets));
  });

  it("passes where there is none, and where the local cloud has to keep them", () => {
    write("cloud/snapshot.json", snapshot);
    write("cloud/authority/ca-key.pem", "-----BEGIN PRIVATE KEY-----");
    assert.deepEqual(leaks(), []);
  });

  for (const secret of [...secrets, "-----BEGIN EC PRIVATE KEY-----"]) {
    it(`finds ${secret} in states, their history, logs and what was printed`, () => {
      const files = [
        "stacks/.pulumi/stacks/shop/local.json",
        "stacks/.pulumi/history/a.json",
        "cloud/server.log",
      ];
      for (const file of files) {
        write(file, `{"x":"${secret}"}`);
        assert.deepEqual(leaks(), [join(base, file)]);
        write(file, "{}");
      }
      assert.deepEqual(leaks(`oh, ${secret}`), ["what was printed"]);
    });
  }
});
