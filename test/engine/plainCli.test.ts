import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { projectDir } from "../../cli/paths";
import { createProxyEnvironment } from "../../testing/environment";
import type { LocalCloud } from "../../testing/localCloud";
import { EngineStack } from "../support/engineStack";

describe("a shell with the exports of npm run toolchain -- env", function () {
  this.timeout(60 * 60_000);
  const stack = new EngineStack();
  let cloud: LocalCloud;

  before(async () => {
    cloud = await stack.start();
  });
  after(() => stack.remove());

  /** Runs a command as a user does: with the variables of this process and the exported ones. */
  function runInShell(line: string): string {
    const exports = `eval "$(npm run -s --prefix '${projectDir}' toolchain -- env)"`;
    const { status, stdout, stderr } = spawnSync("bash", ["-c", `${exports}\n${line}`], {
      cwd: stack.checkout,
      env: { ...process.env, ...createProxyEnvironment(cloud.endpoint), ALICLOUD_VPC_API_HOME: stack.home },
      encoding: "utf8",
    });
    assert.equal(status, 0, stdout + stderr);
    return stdout;
  }

  it("runs plain pulumi up with its preview, and masks secret outputs", () => {
    const printed = runInShell("pulumi up -s local --yes");
    assert.match(printed, /\+ \d+ to create/);
    assert.match(printed, /\+ \d+ created/);
    assert.match(printed, /apps\s*: \[secret\]/);
  });
});
