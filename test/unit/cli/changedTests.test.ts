import assert from "node:assert/strict";
import { join } from "node:path";
import { selectTests } from "../../../cli/changedTests";
import { projectDir } from "../../../cli/paths";

const path = (file: string) => join(projectDir, file);

/** A test of `a`, which imports `b`; a test of nothing; and one that reads files. */
const imports: Record<string, string[]> = {
  "test/unit/a.test.ts": ["components/a.ts"],
  "components/a.ts": ["components/b.ts"],
  // A circle ends too.
  "components/b.ts": ["components/a.ts"],
  "test/unit/other.test.ts": [],
  "test/project/checks.test.ts": [],
  "test/unit/docs/snippets.test.ts": [],
};
const tests = Object.keys(imports).filter((file) => file.endsWith(".test.ts"));

const selected = (...changed: string[]) =>
  selectTests(tests.map(path), changed.map(path), (file) =>
    (imports[file.slice(projectDir.length + 1)] ?? []).map(path),
  ).map((file) => file.slice(projectDir.length + 1));

const readers = ["test/project/checks.test.ts", "test/unit/docs/snippets.test.ts"];

describe("the tests that a change affects", () => {
  for (const [words, changed, expected] of [
    ["none, where nothing has changed", [], []],
    [
      "those that import it, and those that read files",
      ["components/a.ts"],
      ["test/unit/a.test.ts", ...readers],
    ],
    ["those that import it over another file", ["components/b.ts"], ["test/unit/a.test.ts", ...readers]],
    ["a changed test itself", ["test/unit/other.test.ts"], ["test/unit/other.test.ts", ...readers]],
    ["those that read files, for Markdown", ["docs/guide.md"], readers],
    ["all, for what is no source", ["package.json"], tests],
  ] as const) {
    it(`are ${words}`, () => assert.deepEqual(selected(...changed), expected));
  }
});
