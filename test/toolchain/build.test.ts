import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { buildPart } from "../../toolchain/build";
import { cachedEntry, toolchainFolder } from "../../toolchain/cache";
import { ToolchainError } from "../../toolchain/error";
import { isUsableGo } from "../../toolchain/go";
import { buildKey } from "../../toolchain/key";
import { mannerOfBuilding } from "../../toolchain/memory";
import { partNamed } from "../../toolchain/parts";
import { sampleModule, samplePart, temporaryFolder, writeFiles, writeScript } from "./samples";

const platform = { os: "linux", arch: "amd64" } as const;

/** What the stand-in for Go does when it is asked to build; "$out" is the executable to write. */
const succeed = ["printf '#!/bin/sh\\n' > \"$out\"", 'chmod +x "$out"'];

describe("building a part", () => {
  const folder = temporaryFolder();
  const home = () => join(folder(), "home");
  const root = () => join(folder(), "toolchain");
  const key = () => buildKey(samplePart, root(), platform);
  let told: string[];

  beforeEach(() => {
    told = [];
    writeFiles(root(), sampleModule);
  });

  function placeGo(version: string, ...build: string[]): void {
    writeScript(
      join(folder(), "bin", "go"),
      `if [ "$1" = env ]; then echo ${version}; exit 0; fi`,
      'while [ "$1" != -o ]; do shift; done',
      'out="$2"',
      ...build,
    );
  }

  function build(signal: AbortSignal = new AbortController().signal, memory = 2 ** 33, part = samplePart) {
    const environment = { PATH: `${join(folder(), "bin")}:/bin:/usr/bin` };
    return buildPart(part, {
      memory,
      home: home(),
      root: root(),
      platform,
      report: (line) => told.push(line),
      signal,
      environment,
    });
  }

  it("puts the executable into the cache and tells Go's version", async () => {
    placeGo("go1.26.1", ...succeed);
    await build();
    assert.equal(cachedEntry(home(), key())?.origin, "go1.26.1");
    assert.match(told.join("\n"), /Building the sample \(about 1 min.*\nBuilt the sample in 0:0\d\./s);
  });

  it("says what to do when there is no Go", async () => {
    mkdirSync(join(folder(), "empty"));
    const environment = { PATH: join(folder(), "empty") };
    const settings = { home: home(), root: root(), platform, report: assert.fail, environment };
    await assert.rejects(
      buildPart(samplePart, { ...settings, signal: new AbortController().signal }),
      (error: unknown) =>
        error instanceof ToolchainError &&
        /Go 1\.25 or later is needed.*no `go` is on PATH.*go\.dev\/dl/.test(error.message),
    );
  });

  it("says what to do when Go is too old", async () => {
    placeGo("go1.20.14", ...succeed);
    await assert.rejects(build(), /Go 1\.25 or later.*go1\.20\.14.*GOTOOLCHAIN=auto/s);
  });

  it("shows the end of the log, where the rest is, and a remedy", async () => {
    placeGo(
      "go1.26.1",
      "i=0; while [ $i -lt 40 ]; do i=$((i+1)); echo line $i; done",
      "echo 'signal: killed' >&2",
      "exit 1",
    );
    await assert.rejects(build(), (error: unknown) => {
      assert.ok(error instanceof ToolchainError);
      assert.match(error.message, /^Building the sample failed \(exit code 1\)\.\nline 27\n/);
      assert.match(
        error.message,
        /line 40\nsignal: killed\nThe whole log: .+\.log\n.*ran out of memory: close other programs/,
      );
      const log = /The whole log: (.+)/.exec(error.message)?.[1] ?? "";
      assert.ok(existsSync(log));
      return true;
    });
    assert.equal(cachedEntry(home(), key()), undefined);
  });

  it("makes Go sparing when memory is short, and begins nothing when it is too short", async () => {
    const hungry = { ...samplePart, build: { ...samplePart.build, memory: 7, sparingMemory: 4 } };
    const { signal } = new AbortController();
    placeGo("go1.26.1", 'echo "$GOFLAGS $GOMEMLIMIT $GOGC" >&2', "exit 1");
    await assert.rejects(build(signal, 5 * 2 ** 30, hungry), /-p=1 3GiB 50/);
    assert.match(told.join(), /Memory is short/);
    told = [];
    await assert.rejects(build(signal, 3 * 2 ** 30, hungry), /needs 4 GiB/);
    assert.deepEqual(told, []);
  });

  it("leaves nothing behind when it is interrupted", async () => {
    const started = join(folder(), "started");
    placeGo("go1.26.1", ...succeed, `echo > '${started}'`, "exec sleep 60");
    const stop = new AbortController();
    const building = build(stop.signal);
    for (const deadline = Date.now() + 5_000; !existsSync(started) && Date.now() < deadline; ) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    stop.abort(new Error("stopped by the test"));
    await assert.rejects(building, /stopped by the test/);
    assert.deepEqual(readdirSync(toolchainFolder(home())), ["logs"]);
  });

  it("does not keep a build of files that changed meanwhile", async () => {
    placeGo("go1.26.1", ...succeed, `echo '// more' >> '${join(root(), "sample", "main", "main.go")}'`);
    await assert.rejects(build(), /changed while they were built; start again/);
    assert.equal(cachedEntry(home(), key()), undefined);
  });
});

describe("memory for a build", () => {
  const gibibytes = (count: number) => count * 2 ** 30;
  const provider = partNamed("alicloud");

  it("decides how it is done", () => {
    assert.equal(mannerOfBuilding(provider, gibibytes(7)), "usual");
    assert.equal(mannerOfBuilding(provider, gibibytes(6.9)), "sparing");
    assert.equal(mannerOfBuilding(provider, gibibytes(4)), "sparing");
  });

  it("is asked for before the build, with the remedies", () => {
    assert.throws(
      () => mannerOfBuilding(provider, gibibytes(3.5)),
      /the Alibaba Cloud provider needs 4 GiB of free memory \(better 7\), there are 3\.5 GiB\. Close other programs, or add swap/,
    );
  });
});

describe("a version of Go", () => {
  it("is usable from 1.25 on", () => {
    assert.deepEqual(["go1.24.9", "go1.25.0", "go1.26", "go2", "", "devel"].map(isUsableGo), [
      false,
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
