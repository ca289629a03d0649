import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectDir } from "../../../cli/paths";
import { documents } from "../../support/markdown";

const styleGuide = "docs/style.md";
const read = (file: string): string => readFileSync(join(projectDir, file), "utf8");

/** The list of the section "Banned phrases" of the style guide. */
const banned = (read(styleGuide).split("## Banned phrases")[1] ?? "")
  .split("\n")
  .filter((line) => line.startsWith("- "))
  .map((line) => line.slice(2).trim().toLowerCase());

/** The prose of a page on one line: without blocks, code and line breaks. */
const plainProse = (text: string): string =>
  text
    .replace(/^ *(`{3,})[\s\S]*?^ *\1$/gm, "")
    .replace(/`[^`]*`/g, "")
    .replace(/\s+/g, " ")
    .toLowerCase();

describe("the prose of the documentation", () => {
  it("has a list of banned phrases", () => assert.ok(banned.length > 10));

  for (const file of documents.filter((name) => name !== styleGuide)) {
    it(`has no banned phrase in ${file}`, () => {
      const prose = plainProse(read(file));
      assert.deepEqual(
        banned.filter((phrase) => prose.includes(phrase)),
        [],
      );
    });
  }
});

/** Folders whose TypeScript is checked. */
const folders = ["bench", "cli", "components", "examples", "local", "policy", "test", "testing", "toolchain"];

/** A source on one line, without line breaks in comments and concatenated strings. */
const plainSource = (text: string): string =>
  text
    .replace(/["'`]\s*\+\s*["'`]/g, "")
    .replace(/\s*\n\s*(\*|\/\/)?\s*/g, " ")
    .toLowerCase();

const sources = folders.flatMap((folder) =>
  readdirSync(join(projectDir, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !/(^|[/\\])(node_modules|dist)[/\\]/.test(file))
    .map((file) => join(folder, file)),
);

describe("the words of the sources", () => {
  for (const phrase of banned) {
    it(`do not contain "${phrase}"`, () =>
      assert.deepEqual(
        sources.filter((file) => plainSource(read(file)).includes(phrase)),
        [],
      ));
  }
});
