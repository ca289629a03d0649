import assert from "node:assert/strict";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { findOnPath, isAtLeast, parsePlugins } from "../../toolchain/find";
import { parts } from "../../toolchain/parts";
import { temporaryFolder, writeScript } from "./samples";

const plugins = parts.filter(({ kind }) => kind === "plugin");

describe("a pulumi on PATH", () => {
  const folder = temporaryFolder();
  const home = () => join(folder(), "home");
  let told: string[];
  beforeEach(() => {
    told = [];
  });

  function install(version: string, installed = plugins, bin = join(folder(), "bin")): void {
    const listed = installed.map(({ name, version }) => ({ name, version, kind: "resource" }));
    writeScript(
      join(bin, "pulumi"),
      'case "$1" in',
      `version) echo ${version} ;;`,
      `plugin) echo '${JSON.stringify(listed)}' ;;`,
      "esac",
    );
    for (const part of installed) {
      writeScript(join(folder(), "pulumi", "plugins", `resource-${part.name}-v${part.version}`, part.file));
    }
  }

  function find(bin = join(folder(), "bin")) {
    const environment = { PATH: `${bin}:/bin:/usr/bin`, PULUMI_HOME: join(folder(), "pulumi") };
    return findOnPath(home(), environment, (line) => told.push(line));
  }

  it("is used with its language host and plugins if all are installed", async () => {
    install("v3.204.0");
    writeScript(join(folder(), "bin", "pulumi-language-nodejs"));
    const found = await find();
    assert.deepEqual(
      found?.map(({ part, version }) => `${part.name} ${version}`),
      ["language-nodejs 3.204.0", "pulumi 3.204.0", "random 4.21.2", "alicloud 3.108.0"],
    );
    assert.deepEqual(told, []);
  });

  it("is skipped, with the reason, if it is too old", async () => {
    install("v3.203.9");
    assert.equal(await find(), undefined);
    assert.match(told.join(), /bin\/pulumi is not used: it is 3\.203\.9, but 3\.204\.0 or later is required/);
  });

  it("is skipped if it has no language host", async () => {
    install("v3.259.0");
    assert.equal(await find(), undefined);
    assert.match(told.join(), /pulumi-language-nodejs is not in the same folder/);
  });

  it("is skipped, with the command to run, if a plugin is missing", async () => {
    install("v3.259.0", plugins.slice(0, 1));
    writeScript(join(folder(), "bin", "pulumi-language-nodejs"));
    assert.equal(await find(), undefined);
    assert.match(told.join(), /pulumi plugin install resource alicloud 3\.108\.0/);
  });

  it("is not that of the toolchain, even if its folder is behind a link", async () => {
    const folderOfToolchain = join(folder(), "shared");
    mkdirSync(home(), { recursive: true });
    mkdirSync(folderOfToolchain);
    symlinkSync(folderOfToolchain, join(home(), "toolchain"));
    const own = join(folderOfToolchain, "home-1", "bin");
    install("v3.259.0", plugins, own);
    writeScript(join(own, "pulumi-language-nodejs"));
    assert.equal(await find(own), undefined);
    assert.deepEqual(told, []);
  });

  it("is not that of the toolchain, even if that is a link to the user's", async () => {
    const own = join(home(), "toolchain", "home-1", "bin");
    install("v3.259.0", plugins, own);
    assert.equal(await find(own), undefined);
    install("v3.259.0");
    writeScript(join(folder(), "bin", "pulumi-language-nodejs"));
    const found = await find(`${own}:${join(folder(), "bin")}`);
    assert.equal(found?.find(({ part }) => part.name === "pulumi")?.path, join(folder(), "bin", "pulumi"));
    assert.deepEqual(told, []);
  });

  it("may be absent", async () => {
    assert.equal(await find(join(folder(), "nowhere")), undefined);
    assert.deepEqual(told, []);
  });
});

describe("versions", () => {
  it("are compared by number", () => {
    assert.equal(isAtLeast("3.204.0", "3.204.0"), true);
    assert.equal(isAtLeast("3.1000.0", "3.204.0"), true);
    assert.equal(isAtLeast("4.0.0-alpha", "3.204.0"), true);
    assert.equal(isAtLeast("3.99.9", "3.204.0"), false);
    assert.equal(isAtLeast("", "3.204.0"), false);
  });

  it("of plugins are read from the list of the CLI", () => {
    const rows = [
      { name: "random", kind: "resource", version: "4.21.2", size: 1 },
      { name: "nodejs", kind: "language", version: "3.0.0" },
    ];
    assert.deepEqual([...parsePlugins(JSON.stringify(rows))], ["random 4.21.2"]);
    assert.deepEqual([...parsePlugins("error: no")], []);
  });
});
