import assert from "node:assert/strict";
import { deriveArchiveKey, deriveBuildKey } from "../../toolchain/key";
import type { Part } from "../../toolchain/parts";
import { sampleModule, samplePart, temporaryFolder, writeFiles } from "./samples";

const linux = { os: "linux", arch: "amd64" } as const;

describe("the name of a built part", () => {
  const folder = temporaryFolder();
  const findKey = (part: Part = samplePart) => deriveBuildKey(part, folder(), linux);
  beforeEach(() => writeFiles(folder(), sampleModule));

  for (const file of Object.keys(sampleModule)) {
    it(`changes with ${file}`, () => {
      const before = findKey();
      writeFiles(folder(), { [file]: `${sampleModule[file]}\n// more\n` });
      assert.notEqual(findKey(), before);
    });
  }

  it("changes when a Go file is added or renamed", () => {
    const before = findKey();
    writeFiles(folder(), { "sample/main/added.go": "package main\n" });
    assert.notEqual(findKey(), before);
  });

  it("changes with the flags, the version and the platform", () => {
    const others: Part[] = [
      { ...samplePart, version: "1.2.4" },
      { ...samplePart, build: { ...samplePart.build, ldflags: "-s -w" } },
      { ...samplePart, build: { ...samplePart.build, package: "./main/deep" } },
    ];
    const platforms = [linux, { os: "linux", arch: "arm64" }, { os: "darwin", arch: "arm64" }] as const;
    const keys = [
      ...others.map(findKey),
      ...platforms.map((platform) => deriveBuildKey(samplePart, folder(), platform)),
    ];
    assert.equal(new Set(keys).size, others.length + platforms.length);
  });

  it("is the same for the same content in any folder", () => {
    const before = findKey();
    writeFiles(folder(), {
      ...sampleModule,
      "sample/README.md": "text",
      "sample/other/x.go": "package other\n",
    });
    writeFiles(
      folder(),
      Object.fromEntries(Object.entries(sampleModule).map(([path, text]) => [`copy/${path}`, text])),
    );
    assert.equal(findKey(), before);
    assert.equal(deriveBuildKey(samplePart, `${folder()}/copy`, linux), before);
  });
});

describe("the name of a part that is built from reduced modules", () => {
  const folder = temporaryFolder();

  it("changes with the command that reduces them", () => {
    const cost = { minutes: 1, memory: 1, sparingMemory: 1 };
    const reducible = { ...samplePart, build: { ...samplePart.build, wholeCost: cost } };
    const keys = () => [samplePart, reducible].map((part) => deriveBuildKey(part, folder(), linux));
    writeFiles(folder(), { ...sampleModule, "reduce/main.go": "package main\n" });
    const [whole, reduced] = keys();
    writeFiles(folder(), { "reduce/main.go": "package main\n\n// more\n" });
    assert.equal(keys()[0], whole);
    assert.notEqual(keys()[1], reduced);
  });
});

describe("the name of an official archive", () => {
  it("contains archive, version and platform", () => {
    assert.equal(deriveArchiveKey("pulumi", "3.1.0", linux), "pulumi-3.1.0-linux-amd64-official");
  });
});
