import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { pagesOf } from "../../policy/docs/pages";
import { programOf } from "../../policy/docs/program";
import { rules } from "../../policy/rules";

const root = join(__dirname, "..", "..");

describe("the pages of the rules", () => {
  const pages = pagesOf(rules);

  it("are those that npm run policy-docs writes", () => {
    for (const [path, text] of pages) {
      assert.equal(readFileSync(join(root, path), "utf8"), text, `${path} is stale: npm run policy-docs`);
    }
  });

  it("are there for each rule, and for no other", () => {
    const found = readdirSync(join(root, "docs/rules")).map((file) => `docs/rules/${file}`);
    assert.deepEqual(found.sort(), [...pages.keys()].sort());
  });

  it("have programs that can be read as TypeScript", () => {
    for (const { name, examples } of rules) {
      for (const resources of [examples.fails, examples.passes]) {
        const options = { reportDiagnostics: true };
        const names = new Set(resources.map((resource) => resource.name));
        const refs = [...JSON.stringify(resources).matchAll(/"ref":"([^"]+)"/g)].map(([, ref = ""]) => ref);
        assert.deepEqual(
          refs.filter((ref) => !names.has(ref)),
          [],
          `${name} refers to what it does not make`,
        );
        const { diagnostics } = ts.transpileModule(programOf(resources), options);
        assert.deepEqual(
          diagnostics?.map(({ messageText }) => messageText),
          [],
          name,
        );
      }
    }
  });
});
