import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { deriveBuildKey } from "../../toolchain/key";
import { findPart, parts } from "../../toolchain/parts";
import { findPlatform } from "../../toolchain/platform";

const project = join(__dirname, "..", "..");

function versionField(file: string, ...path: string[]): unknown {
  let value: unknown = JSON.parse(readFileSync(join(project, file), "utf8"));
  for (const step of path) {
    value =
      typeof value === "object" && value !== null
        ? Object.entries(value).find(([name]) => name === step)?.[1]
        : undefined;
  }
  return value;
}

describe("the table of parts", () => {
  for (const name of ["alicloud", "random"] as const) {
    it(`has the ${name} plugin in the version of the npm package that programs use`, () => {
      const { version } = findPart(name);
      assert.equal(versionField("package.json", "devDependencies", `@pulumi/${name}`), version);
      assert.equal(versionField(`node_modules/@pulumi/${name}/package.json`, "version"), version);
      assert.equal(versionField(`node_modules/@pulumi/${name}/package.json`, "pulumi", "version"), version);
    });
  }

  it("lists existing modules for each part", () => {
    const keys = parts.map((part) => deriveBuildKey(part, join(project, "toolchain"), findPlatform()));
    assert.equal(new Set(keys).size, parts.length);
  });

  it("builds what its go.mod requires", () => {
    const module = (part: (typeof parts)[number]) =>
      readFileSync(join(project, "toolchain", part.build.module, "go.mod"), "utf8");
    const cli = findPart("pulumi");
    assert.ok(module(cli).includes(`github.com/pulumi/pulumi/pkg/v3 v${cli.version}`));
    const host = findPart("language-nodejs");
    assert.ok(module(host).includes(`github.com/pulumi/pulumi/sdk/v3 v${host.build.version}`));
  });
});

describe("the Go modules of plugins and language host", () => {
  const read = (module: string, file: string) =>
    readFileSync(join(project, "toolchain", module, file), "utf8").split("\n");

  /** Modules that take part in a build of the engine, each with its version. */
  const engine = new Map(
    read("engine", "go.sum").flatMap((line) => {
      const [name = "", version = ""] = line.split(" ");
      return version.endsWith("/go.mod") || name === "" ? [] : [[name, version]];
    }),
  );

  /** Modules in other versions, and why. */
  const exceptions: Readonly<Record<string, string>> = {
    "github.com/olekukonko/tablewriter":
      "the generators of the bridge need another major version than the CLI",
    "github.com/spf13/afero":
      "version 1 of the provider SDK, in the build of the whole provider, needs an older one",
    "github.com/pulumi/pulumi/sdk/v3": "the language host is the last release of its module",
  };

  for (const module of ["plugins", "language-host"]) {
    const required = new Map(
      read(module, "go.mod").flatMap((line) => {
        const [, name = "", version = ""] =
          /^(?:require |replace |\t)?(\S+\.\S+) (?:=> \S+ )?(v\S+)/.exec(line) ?? [];
        return engine.has(name) ? [[name, version]] : [];
      }),
    );
    it(`have the versions of the engine in ${module}, so that Go compiles a package once`, () => {
      assert.ok(required.size > 20);
      const others = [...required].filter(
        ([name, version]) => engine.get(name) !== version && !(name in exceptions),
      );
      assert.deepEqual(others, []);
    });
  }
});

describe("the platform", () => {
  it("is rejected by name if it has no toolchain", () => {
    assert.deepEqual(findPlatform("darwin", "arm64"), { os: "darwin", arch: "arm64" });
    assert.throws(
      () => findPlatform("win32", "x64"),
      /Linux and macOS on x64 or arm64, not for win32 on x64.*WSL/,
    );
  });
});
