import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rules } from "../../policy/rules";
import { installedPack } from "../support/installedPack";
import { ServedPack } from "../support/servedPack";

describe("installed policy package", function () {
  this.timeout(180_000);
  const folder = mkdtempSync(join(tmpdir(), "installed-"));
  const project = join(folder, "project");
  const installed = join(project, "node_modules", "alicloud-vpc-api-policy");

  before(() => installedPack(folder));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("serves all rules, with the page of each at its URL", async () => {
    const pack = await ServedPack.start(installed);
    try {
      const policies = (await pack.info()).getPoliciesList();
      assert.deepEqual(
        policies.map((policy) => policy.getName()),
        [...rules.map(({ name }) => name), "not-judged"],
      );
      for (const policy of policies.filter((policy) => policy.getUrl() !== "")) {
        const page = policy.getUrl().split("/").slice(-3).join("/");
        assert.ok(existsSync(join(installed, "dist", page)), page);
      }
      assert.match(
        (await pack.configure({ "no-such-rule": {} })) ?? "",
        /no-such-rule: is not the name of a rule/,
      );
    } finally {
      await pack.end();
    }
  });

  it("can be packed again where it is installed, as `pulumi policy publish` does", async () => {
    const packed = join(folder, "published");
    mkdirSync(packed);
    const npm = spawnSync("npm", ["pack", "--pack-destination", packed], {
      cwd: installed,
      encoding: "utf8",
    });
    assert.equal(npm.status, 0, npm.stderr);
    spawnSync("tar", ["-xzf", npm.stdout.trim().split("\n").at(-1) ?? ""], { cwd: packed });
    const published = join(packed, "package");
    const list = (dir: string) => readdirSync(dir, { recursive: true, encoding: "utf8" }).sort();
    assert.deepEqual(list(published), list(installed));
    // Pulumi installs the dependencies in the folder of the pack.
    symlinkSync(join(project, "node_modules"), join(published, "node_modules"));
    const pack = await ServedPack.start(published);
    const info = await pack.info();
    await pack.end();
    assert.equal(info.getName(), "alicloud-vpc-api");
    assert.match(info.getVersion(), /^\d+\.\d+\.\d+$/);
  });

  it("says what to do in a bundle of another package, which lacks its files", () => {
    const bundle = join(folder, "bundle.js");
    copyFileSync(join(installed, "dist", "core", "pages.js"), bundle);
    const { stderr } = spawnSync(process.execPath, [bundle], { encoding: "utf8" });
    assert.match(
      stderr,
      /alicloud-vpc-api-policy: its files .* Mark the package as external in the bundler\./,
    );
  });

  it("exports the types for a custom pack", () => {
    const program = `import { VpcApiPolicyPack, apiRequestProtocolHttps } from "alicloud-vpc-api-policy";
      new VpcApiPolicyPack("ours", { rules: [apiRequestProtocolHttps] });
      // @ts-expect-error a rule is not a string
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

  describe("command", () => {
    const event = (level: string) =>
      JSON.stringify({
        policyEvent: { policyName: "sg-description", message: "x", enforcementLevel: level },
      });

    /** Runs it with a fake Pulumi CLI that prints its arguments and exits like a preview. */
    function run(args: string[], { level = "advisory", code = 0 } = {}) {
      const asked = join(folder, "asked");
      rmSync(asked, { force: true });
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

    it("rejects an invalid configuration before it runs Pulumi, with every problem by path", () => {
      const config = join(folder, "wrong.json");
      const settings = {
        "sg-ingress-not-word": {},
        "sg-description": "advisory",
        "ecs-in-vpc": { exemptions: [{ resource: "shop" }] },
        "alb-multi-zone": { exemptions: [{ resource: "shop", reason: "moves", expires: "2027-02-30" }] },
        "sg-ingress-not-world": { port: 22 },
      };
      writeFileSync(config, JSON.stringify(settings));
      const refused = run(["--stack", "dev", "--project", "project", "--config", "wrong.json"]);
      assert.equal(refused.status, 2);
      assert.equal(refused.asked, "");
      assert.match(refused.stderr, /wrong\.json: 5 problems/);
      assert.match(
        refused.stderr,
        /sg-ingress-not-word: is not the name of a rule\. Did you mean sg-ingress-not-world\?/,
      );
      assert.match(refused.stderr, /ecs-in-vpc\.exemptions\[0\]\.reason/);
      assert.match(refused.stderr, /alb-multi-zone\.exemptions\[0\]\.expires/);
      assert.match(refused.stderr, /sg-ingress-not-world\.port: is not an option/);
      writeFileSync(config, "{");
      assert.match(
        run(["--stack", "dev", "--project", "project", "--config", "wrong.json"]).stderr,
        /wrong\.json cannot be read as JSON/,
      );
      writeFileSync(config, JSON.stringify(settings));
      const ours = run([
        "--stack",
        "dev",
        "--project",
        "project",
        "--config",
        "wrong.json",
        "--pack",
        "ours",
      ]);
      assert.equal(ours.status, 0);
    });

    it("previews a stack, prints the findings, and writes them in the formats of files", () => {
      writeFileSync(join(folder, "rules.json"), "{}");
      const { stdout, status, asked } = run([
        "--stack",
        "dev",
        "--project",
        "project",
        "--config",
        "rules.json",
        ...["findings.md", "findings.json", "findings.sarif"].flatMap((file) => ["--output", file]),
      ]);
      assert.equal(
        asked,
        `${project} true preview --json --stack dev --non-interactive --policy-pack ${installed} --policy-pack-config ${join(folder, "rules.json")}`,
      );
      assert.match(
        stdout,
        /See project\/node_modules\/alicloud-vpc-api-policy\/dist\/docs\/rules\/sg-description\.md\n\nPolicy: passed\. 0 mandatory findings, 1 advisory finding\.\n$/,
      );
      assert.match(
        readFileSync(join(folder, "findings.md"), "utf8"),
        /^### Policy: passed\n\n0 mandatory findings, 1 advisory finding\.\n/,
      );
      const read = (file: string) => JSON.parse(readFileSync(join(folder, file), "utf8"));
      assert.equal(read("findings.json").outcome, "passed");
      const [{ results }] = read("findings.sarif").runs;
      assert.equal(results[0].locations[0].physicalLocation.artifactLocation.uri, "project/Pulumi.yaml");
      assert.equal(status, 0);
    });

    it("exits with 2 when the preview cannot be made, with advisory findings too", () => {
      const { stdout, status } = run(["--stack", "dev", "--project", "project"], { code: 255 });
      assert.equal(status, 2);
      assert.match(stdout, /^Failed: pulumi ended with 255\nPolicy: failed\./m);
    });

    it("rejects a format that does not exist", () => {
      const words = ["--stack", "dev", "--project", "project"];
      const { stderr, status } = run([...words, "--format", "xml"]);
      assert.deepEqual([status, stderr], [2, '--format is "xml". Use one of text, markdown, json, sarif.\n']);
      assert.match(
        run([...words, "--output", "findings.xml"]).stderr,
        /^--output is "findings\.xml"\. Use a file that ends in \.txt, \.md, \.json, \.sarif\.\n$/,
      );
    });

    it("exits with 1 on a mandatory finding, also with another pack", () => {
      const mandatory = { level: "mandatory", code: 255 };
      const { stdout, status, asked } = run(
        ["--stack", "dev", "--project", "project", "--pack", "ours", "--format", "markdown"],
        mandatory,
      );
      assert.match(asked, new RegExp(`--policy-pack ${join(folder, "ours")}$`));
      assert.match(stdout, /^### Policy: refused\n/);
      assert.equal(status, 1);
    });

    it("requires a stack and a project", () => {
      const withoutStack = run(["--project", "project"]);
      assert.deepEqual(
        [withoutStack.status, withoutStack.stderr],
        [2, "--stack is required. Set it to the name of the stack to preview.\n"],
      );
      assert.match(
        run(["--stack", "dev"]).stderr,
        /has no Pulumi\.yaml\. Set --project to the folder of the project\./,
      );
    });
  });
});
