import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeHalfWritten } from "../../../cli/locks";

describe("files that a killed engine left incomplete", () => {
  const folder = mkdtempSync(join(tmpdir(), "half-written-"));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("are deleted, and all others stay", () => {
    const stacks = join(folder, ".pulumi", "stacks");
    mkdirSync(stacks, { recursive: true });
    const texts = { "a.json": "", "a.json.attrs": "", "b.json.attrs": '{"md5":"x"}', "b.json": "{}" };
    for (const [name, text] of Object.entries(texts)) writeFileSync(join(stacks, name), text);
    assert.equal(removeHalfWritten(folder), 1);
    const left = Object.keys(texts).filter((name) => existsSync(join(stacks, name)));
    assert.deepEqual(left, ["a.json", "b.json.attrs", "b.json"]);
  });
});
