import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Report } from "../../../cli/verify/report";
import { checkSecrets } from "../../../cli/verify/secrets";

const app = {
  appId: "1",
  appCode: "the-canary-code",
  appKey: "the-canary-key",
  appSecret: "the-canary-secret",
};
const outputs = {
  url: "http://example.com/nginx",
  subDomain: "example.com",
  path: "/nginx",
  stage: "RELEASE",
  securityGroupId: "sg-1",
  instanceIds: [],
  apps: { app },
};

describe("the check for secrets", () => {
  let dir: string;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "secrets-"));
    mkdirSync(join(dir, "stacks"));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  function check(state: string, printed: string): Record<string, boolean> {
    writeFileSync(join(dir, "stacks", "local.json"), state);
    const report = new Report();
    const { write } = process.stderr;
    process.stderr.write = () => true;
    try {
      checkSecrets(outputs, dir, printed, report);
    } finally {
      process.stderr.write = write;
    }
    return report.result.checks;
  }

  it("passes where there is none", () => {
    assert.deepEqual(check('{"appCode":"[secret]"}', "done"), {
      no_secret_in_state: true,
      no_secret_printed: true,
    });
  });

  for (const secret of [app.appCode, app.appKey, app.appSecret, "-----BEGIN EC PRIVATE KEY-----"]) {
    it(`finds ${secret} in the state and in what was printed`, () => {
      assert.equal(check(`{"x":"${secret}"}`, "done").no_secret_in_state, false);
      assert.equal(check("{}", `oh, ${secret}`).no_secret_printed, false);
    });
  }

  it("does not pass for want of anything to look at", () => {
    assert.equal(check("{}", "").no_secret_printed, false);
  });
});
