import assert from "node:assert/strict";
import { join } from "node:path";
import { compareModules } from "../../toolchain";
import { fillEntry } from "../../toolchain/cache";
import { deriveBuildKey, deriveWholeKey } from "../../toolchain/key";
import { parts } from "../../toolchain/parts";
import { findPlatform } from "../../toolchain/platform";
import { temporaryFolder, writeScript } from "./samples";

const root = join(__dirname, "..", "..", "toolchain");
const plugins = parts.filter(({ kind }) => kind === "plugin");

describe("the comparison of plugins", () => {
  const home = temporaryFolder();

  /** Fills the cache with plugins that describe themselves in these words. */
  async function fillCache(reduced: string, whole: string, modules = "reduced modules"): Promise<void> {
    for (const part of plugins) {
      const entries = [
        { key: deriveBuildKey(part, root, findPlatform()), text: reduced, origin: `go1.26.1, ${modules}` },
        { key: deriveWholeKey(part, root, findPlatform()), text: whole, origin: "go1.26.1, whole modules" },
      ];
      for (const { key, text, origin } of entries) {
        await fillEntry(home(), key, [part.file], async (bin) => {
          writeScript(join(bin, part.file), `[ "$1" = describe ] && echo '${text}'`);
          return { source: "build", origin };
        });
      }
    }
  }

  const compare = () => compareModules({ home: home(), report: assert.fail, environment: { PATH: "" } });

  it("finds that reduced and whole modules give the same provider", async () => {
    await fillCache('{"a":1}', '{"a":1}');
    const comparisons = await compare();
    assert.deepEqual(
      comparisons.map(({ title, same, described }) => [title, same, described]),
      plugins.map(({ title }) => [title, true, 8]),
    );
  });

  it("finds a difference", async () => {
    await fillCache('{"a":1}', '{"b":1}');
    assert.deepEqual(
      (await compare()).map(({ same }) => same),
      plugins.map(() => false),
    );
  });

  it("does not compare a plugin that had to be built from whole modules", async () => {
    await fillCache('{"a":1}', '{"a":1}', "whole modules");
    await assert.rejects(compare(), /the random provider could not be built from reduced modules/);
  });
});
