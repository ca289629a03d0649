import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { cleanToolchain, provideToolchain, readToolchainStatus } from "../../toolchain";
import { fillEntry, locateToolchain } from "../../toolchain/cache";
import { deriveArchiveKey, deriveBuildKey } from "../../toolchain/key";
import { parts } from "../../toolchain/parts";
import { findPlatform } from "../../toolchain/platform";
import { temporaryFolder, writeScript } from "./samples";

const root = join(__dirname, "..", "..", "toolchain");
const environment = { PATH: "/bin:/usr/bin" };

describe("a provided toolchain", () => {
  const home = temporaryFolder();

  async function fillCache(): Promise<void> {
    for (const part of parts) {
      await fillEntry(home(), deriveBuildKey(part, root, findPlatform()), [part.file], async (bin) => {
        writeScript(join(bin, part.file), `echo built ${part.name}`);
        return { source: "build", origin: "go1.26.0" };
      });
    }
  }

  it("comes from a complete cache without output", async () => {
    await fillCache();
    const toolchain = await provideToolchain({ home: home(), report: assert.fail, environment });
    assert.equal(toolchain.source, "cache");
    assert.deepEqual(
      toolchain.parts.map(({ name, version, source }) => `${name} ${version} ${source}`),
      [
        "language-nodejs 3.68.0 cache",
        "pulumi 3.259.0 cache",
        "random 4.21.2 cache",
        "alicloud 3.108.0 cache",
      ],
    );
    assert.equal(toolchain.env.PATH, `${join(toolchain.pulumi, "..")}:/bin:/usr/bin`);
    assert.ok(existsSync(join(toolchain.env.PULUMI_HOME ?? "", "plugins", "resource-alicloud-v3.108.0")));
  });

  it("prefers the official archive to a built part", async () => {
    await fillCache();
    const files = ["pulumi", "pulumi-language-nodejs", "pulumi-analyzer-policy-nodejs"];
    await fillEntry(home(), deriveArchiveKey("pulumi", "3.259.0", findPlatform()), files, async (bin) => {
      for (const file of files) writeScript(join(bin, file), `echo official ${file}`);
      return { source: "download", origin: "test" };
    });
    const { parts: provided, pulumi } = await provideToolchain({
      home: home(),
      report: assert.fail,
      environment,
    });
    assert.equal(provided.find(({ name }) => name === "language-nodejs")?.version, "3.259.0");
    assert.ok(readdirSync(join(pulumi, "..")).includes("pulumi-analyzer-policy-nodejs"));
  });

  it("reports why it builds, the cost, and how to avoid it", async () => {
    writeScript(join(home(), "bin", "go"), "exit 1");
    const unreachable = {
      PATH: `${join(home(), "bin")}:/bin:/usr/bin`,
      ALICLOUD_VPC_API_PULUMI_MIRROR: "http://127.0.0.1:1",
    };
    const told: string[] = [];
    const report = (line: string) => told.push(line);
    await assert.rejects(provideToolchain({ home: home(), report, environment: unreachable }), /Go 1\.25/);
    const text = told.join("\n");
    assert.match(
      text,
      /^Downloading the Pulumi CLI and engine 3\.259\.0 from Pulumi …\nNot downloaded: http:\/\/127/,
    );
    assert.match(
      text,
      /are built once from their Go modules: about \d+ min on 2 cores and \d GiB of memory\. To avoid this, set HTTPS_PROXY/,
    );
    assert.match(text, /plugins random 4\.21\.2 and alicloud 3\.108\.0/);
  });

  it("is not downloaded if the user forbids it", async () => {
    writeScript(join(home(), "bin", "go"), "exit 1");
    const offline = { PATH: `${join(home(), "bin")}:/bin:/usr/bin`, ALICLOUD_VPC_API_OFFLINE: "1" };
    const told: string[] = [];
    const report = (line: string) => told.push(line);
    await assert.rejects(provideToolchain({ home: home(), report, environment: offline }), /Go 1\.25/);
    assert.deepEqual(told, ["Nothing is downloaded, because ALICLOUD_VPC_API_OFFLINE is 1."]);
  });

  it("has a status before and after the installation", async () => {
    const empty = await readToolchainStatus({ home: home(), environment });
    assert.equal(empty.ready, false);
    assert.deepEqual(
      empty.parts.map(({ state }) => state),
      ["missing", "missing", "missing", "missing"],
    );
    await fillCache();
    const full = await readToolchainStatus({ home: home(), environment });
    assert.equal(full.ready, true);
    assert.ok(
      full.parts.every(({ state, path }) => state === "built" && path !== undefined && existsSync(path)),
    );
  });

  it("can be removed", async () => {
    await fillCache();
    await provideToolchain({ home: home(), report: assert.fail, environment });
    const removed = await cleanToolchain({ home: home(), report: assert.fail });
    assert.equal(removed.length, parts.length + 1);
    assert.deepEqual(readdirSync(locateToolchain(home())), []);
    assert.deepEqual(await cleanToolchain({ home: join(home(), "nothing"), report: assert.fail }), []);
  });
});
