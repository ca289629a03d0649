import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { projectDir } from "../../cli/paths";

const script = join(projectDir, "policy", "ci", "preview.sh");

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly jobs: { readonly preview: { readonly steps: readonly { run?: string; if?: string }[] } };
}

/** Runs the script with an npm that prints what it is asked, and ends with a code. */
function ask(code: number, ...args: string[]) {
  const folder = mkdtempSync(join(tmpdir(), "npm-"));
  try {
    writeFileSync(join(folder, "npm"), `#!/bin/sh\necho "$@"\nexit ${code}\n`, { mode: 0o755 });
    const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
    return spawnSync("bash", [script, ...args], { encoding: "utf8", env });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("the pipeline files", () => {
  it("ask for the preview of a stack as Markdown, and end as it does", () => {
    for (const code of [0, 1]) {
      const { status, stdout } = ask(code, "dev", "--config", "rules.json");
      assert.equal(status, code);
      assert.equal(stdout.trim(), "run --silent policy -- --stack dev --markdown --config rules.json");
    }
    const { scripts } = JSON.parse(readFileSync(join(projectDir, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    assert.ok(scripts.policy);
    assert.match(
      readFileSync(join(projectDir, "cli", "policy.ts"), "utf8"),
      /\bmarkdown: \{ type: "boolean"/,
    );
  });

  it("refuse to run without a stack", () => {
    const { status, stderr } = ask(0);
    assert.notEqual(status, 0);
    assert.match(stderr, /name the stack/);
  });

  it("are a workflow on pull requests whose steps are shell that runs what exists", () => {
    const text = readFileSync(join(projectDir, "policy", "ci", "github.yaml"), "utf8");
    const workflow = parse(text) as Workflow;
    assert.deepEqual(Object.keys(workflow.on), ["pull_request"]);
    const runs = workflow.jobs.preview.steps.flatMap(({ run = [] }) => run);
    for (const run of runs) execFileSync("bash", ["-n", "-c", run]);
    // Text of a pull request must not become a part of a command.
    assert.doesNotMatch(runs.join("\n"), /\$\{\{/);
    const [file = ""] = /policy\/ci\/\S+/.exec(runs.join("\n")) ?? [];
    assert.ok(existsSync(join(projectDir, file)));
    accessSync(join(projectDir, file), constants.X_OK);
    const post = workflow.jobs.preview.steps.find(({ run }) => run?.includes("gh pr comment"));
    assert.match(post?.if ?? "", /!cancelled\(\)/);
  });
});
