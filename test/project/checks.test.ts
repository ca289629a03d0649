import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { renderGenerated } from "../../cli/shapes";

const root = join(__dirname, "..", "..");

function run(command: string, args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: "utf8" });
  return { status, output: stdout + stderr };
}

const bin = (name: string) => join(root, "node_modules", ".bin", name);

describe("the project", () => {
  it("is formatted and linted, and its imports point one way", function () {
    this.timeout(60_000);
    const { status, output } = run(bin("biome"), ["check", "--error-on-warnings", "."]);
    assert.equal(status, 0, output);
  });

  it("type-checks", function () {
    this.timeout(180_000);
    // With this state of its last run, the compiler checks only what a change affects.
    const state = join(root, "node_modules", ".cache", "dev.tsbuildinfo");
    const { status, output } = run(bin("tsc"), [
      ...["-p", "tsconfig.dev.json"],
      ...["--incremental", "--tsBuildInfoFile", state],
    ]);
    assert.equal(status, 0, output);
  });

  it("has the shapes of all arguments and the children as they are declared now", function () {
    this.timeout(180_000);
    for (const [file, text] of Object.entries(renderGenerated())) {
      assert.equal(readFileSync(file, "utf8"), text, "outdated: run npm run shapes");
    }
  });

  for (const [docs, options] of [
    ["api", "typedoc.json"],
    ["testing", "typedoc.testing.json"],
  ] as const) {
    it(`has a reference in docs/${docs}, with words for every argument and member, as it is now`, function () {
      this.timeout(180_000);
      const out = mkdtempSync(join(tmpdir(), "reference-"));
      try {
        const { status, output } = run(bin("typedoc"), ["--options", options, "--out", out]);
        assert.equal(status, 0, output);
        const pages = (dir: string) =>
          Object.fromEntries(
            readdirSync(dir, { recursive: true, encoding: "utf8" })
              .filter((file) => file.endsWith(".md"))
              .map((file) => [file, readFileSync(join(dir, file), "utf8")]),
          );
        assert.deepEqual(pages(join(root, "docs", docs)), pages(out), "stale: run npm run docs");
      } finally {
        rmSync(out, { recursive: true, force: true });
      }
    });
  }

  it("names no registry's host in its lock file", () => {
    assert.doesNotMatch(readFileSync(join(root, "package-lock.json"), "utf8"), /"resolved": "http/);
  });
});
