import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rules } from "../../policy/rules";
import { installedPack } from "../support/installedPack";
import { ServedPack } from "../support/servedPack";

describe("the package of the pack, installed in a project", function () {
  this.timeout(180_000);
  const folder = mkdtempSync(join(tmpdir(), "installed-"));
  const project = join(folder, "project");
  const installed = join(project, "node_modules", "alicloud-vpc-api-policy");

  before(() => installedPack(folder));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("serves all rules, and has the page of each where it says", async () => {
    const pack = await ServedPack.start(installed);
    try {
      const policies = (await pack.info()).getPoliciesList();
      assert.deepEqual(
        policies.map((policy) => policy.getName()),
        [...rules.map(({ name }) => name), "not-judged"],
      );
      for (const policy of policies.filter((policy) => policy.getUrl() !== "")) {
        assert.ok(existsSync(join(project, policy.getUrl())), policy.getUrl());
      }
      assert.match((await pack.configure({ "no-such-rule": {} })) ?? "", /no-such-rule: is not a rule/);
    } finally {
      await pack.end();
    }
  });

  it("has types that a team's own pack is written with", () => {
    const program = `import { VpcApiPolicyPack, apiRequestProtocolHttps } from "alicloud-vpc-api-policy";
      new VpcApiPolicyPack("ours", { rules: [apiRequestProtocolHttps] });
      // @ts-expect-error a rule is no text
      new VpcApiPolicyPack("ours", { rules: ["api-request-protocol-https"] });`;
    writeFileSync(join(project, "pack.ts"), program);
    const tsc = require.resolve("typescript/bin/tsc");
    const args = [
      "--noEmit",
      "--strict",
      "--skipLibCheck",
      "--module",
      "node20",
      "--target",
      "es2022",
      "--types",
      "node",
    ];
    const { stdout, status } = spawnSync(process.execPath, [tsc, ...args, "pack.ts"], {
      cwd: project,
      encoding: "utf8",
    });
    assert.equal(status, 0, stdout);
  });

  describe("its command for pipelines", () => {
    const event = (level: string) =>
      JSON.stringify({
        policyEvent: { policyName: "sg-description", message: "x", enforcementLevel: level },
      });

    /** Runs it with a pulumi that tells what it was asked, and then ends as a preview does. */
    function run(args: string[], { level = "advisory", code = 0 } = {}) {
      const asked = join(folder, "asked");
      const bin = join(folder, "bin");
      mkdirSync(bin, { recursive: true });
      const script = `#!/bin/sh\necho "$PWD $PULUMI_ENABLE_STREAMING_JSON_PREVIEW $*" > ${asked}\necho '${event(level)}'\nexit ${code}\n`;
      writeFileSync(join(bin, "pulumi"), script, { mode: 0o755 });
      const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` };
      const command = join(installed, "preview.cjs");
      const { stdout, stderr, status } = spawnSync(process.execPath, [command, ...args], {
        cwd: folder,
        env,
        encoding: "utf8",
      });
      return {
        stdout,
        stderr,
        status,
        asked: existsSync(asked) ? readFileSync(asked, "utf8").trim() : "",
      };
    }

    it("previews the stack of a project with the installed pack, and prints what it found as Markdown", () => {
      const { stdout, status, asked } = run([
        "--stack",
        "dev",
        "--project",
        "project",
        "--config",
        "rules.json",
      ]);
      assert.equal(
        asked,
        `${project} true preview --json --stack dev --non-interactive --policy-pack ${installed} --policy-pack-config ${join(folder, "rules.json")}`,
      );
      assert.match(stdout, /^### Policy: passed\n\n0 mandatory findings, 1 advisory finding\.\n/);
      assert.equal(status, 0);
    });

    it("ends with 1 on a mandatory finding, and takes a team's own pack", () => {
      const mandatory = { level: "mandatory", code: 255 };
      const { stdout, status, asked } = run(
        ["--stack", "dev", "--project", "project", "--pack", "ours"],
        mandatory,
      );
      assert.match(asked, new RegExp(`--policy-pack ${join(folder, "ours")}$`));
      assert.match(stdout, /^### Policy: refused\n/);
      assert.equal(status, 1);
    });

    it("says what it lacks: a stack, or a project", () => {
      const withoutStack = run(["--project", "project"]);
      assert.deepEqual([withoutStack.status, withoutStack.stderr], [2, "Name the stack with --stack.\n"]);
      assert.match(
        run(["--stack", "dev"]).stderr,
        /has no Pulumi\.yaml\. Name the project's folder with --project\./,
      );
    });
  });
});
