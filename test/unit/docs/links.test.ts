import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { projectDir } from "../../../cli/paths";
import { documents } from "../../support/markdown";

const read = (file: string): string => readFileSync(join(projectDir, file), "utf8");

/** The fragments that GitHub gives to the headings of a page. */
function findAnchors(text: string): Set<string> {
  const headings = [...withoutCode(text).matchAll(/^#{1,6} (.+)$/gm)].map(([, title = ""]) => title);
  return new Set(
    headings.map((title) =>
      title
        .toLowerCase()
        .replace(/[^\w\- ]/g, "")
        .replaceAll(" ", "-"),
    ),
  );
}

const withoutCode = (text: string): string => text.replace(/^ *(`{3,})[\s\S]*?^ *\1$/gm, "");

describe("the links of the documentation", () => {
  for (const file of documents) {
    it(`of ${file} lead to files and headings that exist`, () => {
      const links = [...withoutCode(read(file)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
      const broken = links.filter((link) => {
        if (/^https?:/.test(link)) return false;
        const [path = "", anchor] = link.split("#");
        const target = path === "" ? file : relative(projectDir, join(projectDir, dirname(file), path));
        if (target.startsWith("..") || !existsSync(join(projectDir, target))) return true;
        return anchor !== undefined && !findAnchors(read(target)).has(anchor);
      });
      assert.deepEqual(broken, []);
    });
  }
});

describe("the list of checked documents", () => {
  it("contains every page that is written by hand", () => {
    const folders = readdirSync(projectDir).filter(
      (name) => statSync(join(projectDir, name)).isDirectory() && !/^\.|^node_modules$|^dist$/.test(name),
    );
    const pages = ["", ...folders].flatMap((folder) =>
      readdirSync(join(projectDir, folder))
        .filter((name) => name.endsWith(".md"))
        .map((name) => join(folder, name)),
    );
    assert.deepEqual(pages.sort(), [...documents].sort());
  });
});
