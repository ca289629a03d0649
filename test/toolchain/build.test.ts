import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildParts } from "../../toolchain/build";
import { locateToolchain, readEntry } from "../../toolchain/cache";
import { ToolchainError } from "../../toolchain/error";
import { isUsableGo } from "../../toolchain/go";
import { deriveBuildKey } from "../../toolchain/key";
import { chooseManner, countPartsAtATime } from "../../toolchain/memory";
import { findPart, type Part, parts } from "../../toolchain/parts";
import { sampleModule, samplePart, temporaryFolder, writeFiles, writeScript } from "./samples";

const platform = { os: "linux", arch: "amd64" } as const;

/** Commands of the fake Go for a build. "$out" is the executable to write. */
const succeed = ["printf '#!/bin/sh\\n' > \"$out\"", 'chmod +x "$out"'];

describe("building a part", () => {
  const folder = temporaryFolder();
  const home = () => join(folder(), "home");
  const root = () => join(folder(), "toolchain");
  const key = () => deriveBuildKey(samplePart, root(), platform);
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
    return buildParts([part], {
      memory,
      home: home(),
      root: root(),
      platform,
      report: (line) => told.push(line),
      signal,
      environment,
    });
  }

  it("stores the executable in the cache and reports the version of Go", async () => {
    placeGo("go1.26.1", ...succeed);
    await build();
    assert.equal(readEntry(home(), key())?.origin, "go1.26.1, whole modules");
    assert.match(told.join("\n"), /Building the sample \(about 1 min.*\nBuilt the sample in 0:0\d\./s);
  });

  it("reports the fix if Go is missing", async () => {
    mkdirSync(join(folder(), "empty"));
    const environment = { PATH: join(folder(), "empty") };
    const settings = { home: home(), root: root(), platform, report: assert.fail, environment };
    await assert.rejects(
      buildParts([samplePart], { ...settings, signal: new AbortController().signal }),
      (error: unknown) =>
        error instanceof ToolchainError &&
        /Go 1\.25 or later is required.*PATH has no `go`.*go\.dev\/dl/.test(error.message),
    );
  });

  it("reports the fix if Go is too old", async () => {
    placeGo("go1.20.14", ...succeed);
    await assert.rejects(build(), /Go 1\.25 or later.*go1\.20\.14.*GOTOOLCHAIN=auto/s);
  });

  it("shows the end of the log, its path, and a fix", async () => {
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
        /line 40\nsignal: killed\nComplete log: .+\.log\n.*ran out of memory\. Close other programs/,
      );
      const log = /Complete log: (.+)/.exec(error.message)?.[1] ?? "";
      assert.ok(existsSync(log));
      return true;
    });
    assert.equal(readEntry(home(), key()), undefined);
  });

  it("uses less memory if little is free, and does not start with too little", async () => {
    const hungry = {
      ...samplePart,
      build: { ...samplePart.build, cost: { minutes: 1, memory: 7, sparingMemory: 4 } },
    };
    const { signal } = new AbortController();
    placeGo("go1.26.1", 'echo "$GOFLAGS $GOMEMLIMIT $GOGC" >&2', "exit 1");
    await assert.rejects(build(signal, 5 * 2 ** 30, hungry), /-p=1 3GiB 50/);
    assert.match(told.join(), /Little memory is free/);
    await assert.rejects(build(signal, 7 * 2 ** 30, hungry), /sample failed \(exit code 1\)\.\n *\n/);
    await assert.rejects(build(signal, 14 * 2 ** 30, hungry), /7GiB 200/);
    told = [];
    await assert.rejects(build(signal, 3 * 2 ** 30, hungry), /needs 4 GiB/);
    assert.deepEqual(told, []);
  });

  it("leaves nothing behind if it is interrupted", async () => {
    const started = join(folder(), "started");
    placeGo("go1.26.1", ...succeed, `echo > '${started}'`, "exec sleep 60");
    const stop = new AbortController();
    const building = build(stop.signal);
    for (const deadline = Date.now() + 5_000; !existsSync(started) && Date.now() < deadline; ) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    stop.abort(new Error("stopped by the test"));
    await assert.rejects(building, /stopped by the test/);
    assert.deepEqual(readdirSync(locateToolchain(home())), ["logs"]);
  });

  describe("beside another part", () => {
    const second: Part = { ...samplePart, name: "alicloud", title: "the other sample", file: "other" };

    function buildBoth(processors: number, ...script: string[]): Promise<void> {
      placeGo("go1.26.1", ...succeed, ...script);
      return buildParts([samplePart, second], {
        memory: 2 ** 33,
        processors,
        home: home(),
        root: root(),
        platform,
        report: (line) => told.push(line),
        signal: new AbortController().signal,
        environment: { PATH: `${join(folder(), "bin")}:/bin:/usr/bin` },
      });
    }

    it("runs at the same time with four processors", async () => {
      const started = join(folder(), "started");
      // Each build ends only after the other one has started.
      await buildBoth(
        4,
        `echo $$ >> '${started}'`,
        `i=0; while [ $(wc -l < '${started}') -lt 2 ]; do i=$((i+1)); [ $i -lt 500 ] || exit 1; sleep 0.01; done`,
      );
      assert.ok(readEntry(home(), deriveBuildKey(second, root(), platform)));
    });

    it("waits for the first one with two processors", async () => {
      await buildBoth(2);
      const order = told.map((line) => line.replace(/ \(.*| in .*/, ""));
      assert.deepEqual(order, [
        "Building the sample",
        "Built the sample",
        "Building the other sample",
        "Built the other sample",
      ]);
    });

    it("stops if the other one fails, and reports that failure", async () => {
      const failed = join(folder(), "failed");
      const building = buildBoth(4, `mkdir '${failed}' && exit 1`, "exec sleep 60");
      await assert.rejects(building, /sample failed \(exit code 1\)/);
    });
  });

  it("does not keep a build of files that changed during the build", async () => {
    placeGo("go1.26.1", ...succeed, `echo '// more' >> '${join(root(), "sample", "main", "main.go")}'`);
    await assert.rejects(build(), /changed during the build\. Start again/);
    assert.equal(readEntry(home(), key()), undefined);
  });
});

describe("building a part from reduced modules", () => {
  const folder = temporaryFolder();
  const home = () => join(folder(), "home");
  const root = () => join(folder(), "toolchain");
  const part: Part = {
    ...samplePart,
    build: { ...samplePart.build, wholeCost: { minutes: 7, memory: 0, sparingMemory: 0 } },
  };
  let told: string[];

  /** What each step does: the command that reduces, and Go with and without the reduced modules. */
  interface Steps {
    readonly reducer?: readonly string[];
    readonly reduced?: readonly string[];
    readonly whole?: readonly string[];
  }

  /** Builds with a stand-in for Go, which writes the command that reduces as well, and a list of its calls. */
  function build(
    { reducer = [], reduced = succeed, whole = succeed }: Steps,
    wanted: readonly Part[] = [part],
  ): Promise<void> {
    told = [];
    writeFiles(root(), { ...sampleModule, "plugins/go.mod": "", "reduce/main.go": "package main\n" });
    const script = join(folder(), "reducer");
    writeScript(script, 'mkdir -p "$2" && echo reduced > "$2/go.mod"', ...reducer);
    writeScript(
      join(folder(), "bin", "go"),
      'if [ "$1" = env ]; then echo go1.26.1; exit 0; fi',
      'words="$*"',
      `echo "$words" >> '${join(folder(), "calls")}'`,
      'if [ "$1" = list ]; then exit; fi',
      'while [ "$1" != -o ]; do shift; done',
      'out="$2"',
      `case "$words" in *" -o $out .") cp '${script}' "$out"; exit 0 ;; esac`,
      'modfile=$(echo "$words" | sed -n "s/.* -modfile=\\([^ ]*\\).*/\\1/p")',
      'if [ -n "$modfile" ]; then grep -q reduced "$modfile" || exit 1',
      ...reduced,
      "else",
      ...whole,
      "fi",
    );
    return buildParts(wanted, {
      home: home(),
      root: root(),
      platform,
      report: (line) => told.push(line),
      signal: new AbortController().signal,
      environment: { PATH: `${join(folder(), "bin")}:/bin:/usr/bin` },
      memory: 2 ** 33,
    });
  }

  const origin = () => readEntry(home(), deriveBuildKey(part, root(), platform))?.origin;

  it("uses them, and removes them", async () => {
    await build({ whole: ["exit 1"] });
    assert.equal(origin(), "go1.26.1, reduced modules");
    assert.match(told.join("\n"), /^Building the sample \(about 1 min.*\nBuilt the sample in/s);
    assert.ok(!readdirSync(locateToolchain(home())).some((name) => name.startsWith("reduced-")));
  });

  it("downloads the modules of later parts during the first build", async () => {
    const first: Part = { ...samplePart, name: "pulumi" };
    await build({}, [first, part]);
    const lists = readFileSync(join(folder(), "calls"), "utf8")
      .split("\n")
      .filter((call) => call.startsWith("list"));
    assert.equal(lists.length, 1);
    assert.match(lists[0] ?? "", /^list -deps -mod=readonly .*-modfile=.*\/modules\/go\.mod \.\/main$/);
  });

  const failures: Record<string, { steps: Steps; reason: string }> = {
    "cannot be reduced": {
      steps: { reducer: ["echo 'reduce: client.go has an element without a key' >&2", "exit 1"] },
      reason: "reduce: client.go has an element without a key",
    },
    "do not compile once they are reduced": {
      steps: {
        reduced: ["echo '# provider'", "echo 'provider.go:7:2: undefined: read'", "echo more", "exit 1"],
      },
      reason: "provider.go:7:2: undefined: read",
    },
  };
  for (const [failure, { steps, reason }] of Object.entries(failures)) {
    it(`falls back to whole modules, with reason and duration, if these ${failure}`, async () => {
      await build(steps);
      assert.equal(origin(), "go1.26.1, whole modules");
      const text = told.join("\n");
      assert.ok(text.includes(`Building the sample from reduced modules failed: ${reason}\n`), text);
      assert.match(
        text,
        /from the complete modules, which takes about 7 min on 2 cores and 0 GiB of memory\./,
      );
      assert.match(text, /Building the sample \(about 7 min.*\nBuilt the sample in/s);
    });
  }

  it("does not retry what the machine cannot build", async () => {
    await assert.rejects(
      build({ reduced: ["echo 'write: no space left on device'", "exit 1"] }),
      /The disk is full/,
    );
    await assert.rejects(build({ reducer: ["echo 'dial tcp: no such host' >&2", "exit 1"] }), /Set GOPROXY/);
    assert.equal(origin(), undefined);
  });

  it("fails if the whole modules do not compile either", async () => {
    const fail = ["echo 'provider.go:7:2: undefined: read'", "exit 1"];
    await assert.rejects(build({ reduced: fail, whole: fail }), /Building the sample failed \(exit code 1\)/);
  });
});

describe("parts built side by side", () => {
  const cases = [
    { processors: 1, gibibytes: 16, atATime: 1 },
    { processors: 2, gibibytes: 16, atATime: 1 },
    { processors: 4, gibibytes: 3.9, atATime: 1 },
    { processors: 4, gibibytes: 4, atATime: 2 },
    { processors: 8, gibibytes: 16, atATime: 4 },
    { processors: 64, gibibytes: 256, atATime: 4 },
  ];
  for (const { processors, gibibytes, atATime } of cases) {
    it(`are ${atATime} with ${processors} processors and ${gibibytes} GiB`, () => {
      assert.equal(countPartsAtATime(parts, gibibytes * 2 ** 30, processors), atATime);
    });
  }
});

describe("memory for a build", () => {
  const gibibytes = (count: number) => count * 2 ** 30;
  const provider = findPart("alicloud");
  const cost = { minutes: 7, memory: 7, sparingMemory: 4 };

  it("determines how the build runs", () => {
    assert.equal(chooseManner(provider, cost, gibibytes(14)), "ample");
    assert.equal(chooseManner(provider, cost, gibibytes(13.9)), "usual");
    assert.equal(chooseManner(provider, cost, gibibytes(7)), "usual");
    assert.equal(chooseManner(provider, cost, gibibytes(6.9)), "sparing");
    assert.equal(chooseManner(provider, cost, gibibytes(4)), "sparing");
  });

  it("is checked before the build, with fixes", () => {
    assert.throws(
      () => chooseManner(provider, cost, gibibytes(3.5)),
      /the Alibaba Cloud provider needs 4 GiB of free memory \(better 7\), but only 3\.5 GiB are free\. Close other programs, or add swap/,
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
