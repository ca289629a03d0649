import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, lstatSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { assemble, type Placed } from "../../toolchain/assemble";
import { findPart } from "../../toolchain/parts";
import { temporaryFolder, writeFiles, writeScript } from "./samples";

describe("the assembled toolchain", () => {
  const folder = temporaryFolder();
  const home = () => join(folder(), "home");

  function placed(own: boolean, companions: readonly string[] = []): Placed[] {
    return (["pulumi", "language-nodejs", "random"] as const).map((name) => {
      const part = findPart(name);
      const path = join(folder(), "from", part.file);
      writeScript(path, `echo ${name}`);
      const beside = name === "pulumi" ? companions.map((file) => join(folder(), "from", file)) : [];
      for (const file of beside) writeScript(file, "echo companion");
      return { part, path, own, companions: beside };
    });
  }

  it("has the layout that the engine expects", () => {
    const { pulumiHome, bin, pulumi } = assemble(home(), placed(true));
    assert.deepEqual(readdirSync(bin).sort(), [
      "pulumi",
      "pulumi-language-nodejs",
      "pulumi-resource-pulumi-nodejs",
    ]);
    assert.deepEqual(readdirSync(join(pulumiHome, "plugins")), ["resource-random-v4.21.2"]);
    assert.equal(execFileSync(pulumi, { encoding: "utf8" }), "pulumi\n");
    const plugin = join(pulumiHome, "plugins", "resource-random-v4.21.2", "pulumi-resource-random");
    assert.equal(execFileSync(plugin, { encoding: "utf8" }), "random\n");
  });

  it("shares the files of the cache, and links to those of a user", () => {
    const own = assemble(home(), placed(true)).pulumi;
    assert.equal(statSync(own).ino, statSync(join(folder(), "from", "pulumi")).ino);
    assert.equal(lstatSync(own).isSymbolicLink(), false);
    const foreign = assemble(join(folder(), "other"), placed(false)).pulumi;
    assert.equal(lstatSync(foreign).isSymbolicLink(), true);
  });

  it("stays in place, keeps files of the engine, and restores removed files", () => {
    const first = assemble(home(), placed(true));
    writeFiles(first.pulumiHome, { "credentials.json": "{}" });
    rmSync(join(first.pulumiHome, "plugins"), { recursive: true });
    rmSync(join(first.bin, "pulumi-resource-pulumi-nodejs"));
    assert.deepEqual(assemble(home(), placed(true)), first);
    assert.ok(
      existsSync(join(first.pulumiHome, "plugins", "resource-random-v4.21.2", "pulumi-resource-random")),
    );
    assert.ok(existsSync(join(first.bin, "pulumi-resource-pulumi-nodejs")));
    assert.ok(existsSync(join(first.pulumiHome, "credentials.json")));
  });

  it("uses the official dynamic provider script if there is one", () => {
    const { bin } = assemble(home(), placed(true, ["pulumi-resource-pulumi-nodejs"]));
    const script = join(bin, "pulumi-resource-pulumi-nodejs");
    assert.equal(execFileSync(script, { encoding: "utf8" }), "companion\n");
  });

  it("runs dynamic resources with the SDK of the project's folder, with the engine's arguments", () => {
    const { bin } = assemble(home(), placed(true));
    const provider = "node_modules/@pulumi/pulumi/cmd/dynamic-provider/index.js";
    writeFiles(join(folder(), "project"), { [provider]: "console.log(process.argv.slice(2).join('|'));" });
    const options = { cwd: join(folder(), "project"), encoding: "utf8" } as const;
    const printed = execFileSync(join(bin, "pulumi-resource-pulumi-nodejs"), ["127.0.0.1:1", "a b"], options);
    assert.equal(printed, "127.0.0.1:1|a b\n");
  });

  it("gives the built language host the runtime options of Pulumi.yaml as flags", () => {
    const { bin, pulumiHome } = assemble(home(), placed(true));
    writeScript(join(pulumiHome, "libexec", "pulumi-language-nodejs"), 'for a in "$@"; do echo "$a"; done');
    const yaml =
      'runtime:\n  name: nodejs\n  options:\n    typescript: false\n    nodeargs: "--import tsx"\n';
    writeFiles(join(folder(), "project"), { "Pulumi.yaml": yaml, "sub/.keep": "" });
    const options = { cwd: join(folder(), "project", "sub"), encoding: "utf8" } as const;
    const printed = execFileSync(join(bin, "pulumi-language-nodejs"), ["127.0.0.1:1"], options);
    assert.deepEqual(printed.trim().split("\n"), [
      "-nodeargs=--import tsx",
      "-typescript=false",
      "127.0.0.1:1",
    ]);
  });
});
