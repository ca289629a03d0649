import assert from "node:assert/strict";
import { chmodSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fillEntry, locateToolchain, readEntry } from "../../toolchain/cache";
import { temporaryFolder, writeScript } from "./samples";

const files = ["tool"];

describe("the toolchain's cache", () => {
  const home = temporaryFolder();
  const fill = () =>
    fillEntry(home(), "tool-1", files, async (bin) => {
      writeScript(join(bin, "tool"), "exit 0");
      return { source: "build", origin: "go1.26.0" };
    });
  const inEntry = (...path: string[]) => join(locateToolchain(home()), "tool-1", ...path);

  it("returns stored entries", async () => {
    await fill();
    const entry = readEntry(home(), "tool-1");
    assert.equal(entry?.source, "build");
    assert.equal(entry.origin, "go1.26.0");
    assert.equal(entry.bin, inEntry("bin"));
  });

  const damages: Record<string, () => void> = {
    "was not finished": () => rmSync(inEntry("complete.json")),
    "lost its executable": () => rmSync(inEntry("bin", "tool")),
    "was cut off": () => truncateSync(inEntry("bin", "tool"), 5),
    "is not executable": () => chmodSync(inEntry("bin", "tool"), 0o644),
    "has an unreadable marker": () => writeFileSync(inEntry("complete.json"), "{"),
    "has a marker of another form": () => writeFileSync(inEntry("complete.json"), '{"files":{"tool":"x"}}'),
  };
  for (const [damage, cause] of Object.entries(damages)) {
    it(`does not use an entry that ${damage}, and fills it anew`, async () => {
      await fill();
      cause();
      assert.equal(readEntry(home(), "tool-1"), undefined);
      await fill();
      assert.notEqual(readEntry(home(), "tool-1"), undefined);
    });
  }

  it("keeps nothing of a failed build", async () => {
    await assert.rejects(
      fillEntry(home(), "tool-1", files, async (bin) => {
        writeScript(join(bin, "tool"), "exit 0");
        throw new Error("half-way");
      }),
      /half-way/,
    );
    assert.deepEqual(readdirSync(locateToolchain(home())), []);
  });

  it("is not changed by a compiler that outlives its build, and removes its files", async () => {
    const left = join(locateToolchain(home()), "tool-1.draft-killed", "bin");
    writeScript(join(left, "tool"), "exit 1");
    const entry = await fillEntry(home(), "tool-1", files, async (bin) => {
      assert.notEqual(bin, left);
      writeScript(join(bin, "tool"), "exit 0");
      return { source: "build", origin: "go1.26.0" };
    });
    assert.equal(entry.bin, inEntry("bin"));
    assert.deepEqual(readdirSync(locateToolchain(home())), ["tool-1"]);
  });

  it("does not return an incomplete entry", async () => {
    await fillEntry(home(), "tool-1", files, async (bin) => {
      writeScript(join(bin, "tool"), "exit 0");
      assert.equal(readEntry(home(), "tool-1"), undefined);
      return { source: "build", origin: "go1.26.0" };
    });
  });

  it("refuses to finish an entry without its executable", async () => {
    await assert.rejects(
      fillEntry(home(), "tool-1", files, async () => ({ source: "build", origin: "go1.26.0" })),
      /ENOENT/,
    );
    assert.equal(readEntry(home(), "tool-1"), undefined);
  });
});
