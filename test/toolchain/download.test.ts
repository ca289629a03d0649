import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { cachedEntry, toolchainFolder } from "../../toolchain/cache";
import { downloadPart, publishedArchive } from "../../toolchain/download";
import { archiveKey } from "../../toolchain/key";
import { type PartName, partNamed } from "../../toolchain/parts";
import { temporaryFolder, writeScript } from "./samples";

const platform = { os: "linux", arch: "amd64" } as const;

describe("the official download", () => {
  const folder = temporaryFolder();
  const home = () => join(folder(), "home");
  let server: Server;
  let address: string;
  /** What the server has, by path; anything else it does not know, and null it never answers. */
  let published: Map<string, Buffer | string | null>;

  beforeEach(async () => {
    published = new Map();
    server = createServer(({ url = "" }, response) => {
      const content = published.get(url);
      if (content === null) return;
      response.statusCode = content === undefined ? 404 : 200;
      response.end(content);
    });
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    const bound = server.address();
    assert.ok(typeof bound === "object" && bound !== null);
    address = `http://127.0.0.1:${bound.port}`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const origins = () => ({ archives: `${address}/archives`, checksums: `${address}/sums` });

  /** Publishes an archive with these files, and its sum unless another one is given. */
  function publish(name: PartName, files: readonly string[], sum?: string): void {
    const part = partNamed(name);
    for (const file of files) writeScript(join(folder(), "pack", file), `echo ${file}`);
    const archive = join(folder(), "archive.tar.gz");
    execFileSync("tar", ["-czf", archive, "-C", join(folder(), "pack"), "."]);
    const content = readFileSync(archive);
    const places = publishedArchive(part.archive, part.version, platform, origins());
    const file = places.address.slice(places.address.lastIndexOf("/") + 1);
    const actual = createHash("sha256").update(content).digest("hex");
    published.set(places.address.slice(address.length), content);
    published.set(
      places.checksums.slice(address.length),
      `${"0".repeat(64)}  other.tar.gz\n${sum ?? actual}  ${file}\n`,
    );
  }

  function download(name: PartName) {
    const signal = new AbortController().signal;
    const patience = { answer: 200, piece: 200 };
    return downloadPart(partNamed(name), { home: home(), platform, signal, origins: origins(), patience });
  }

  it("takes a plugin out of its archive", async () => {
    publish("random", ["pulumi-resource-random", "LICENSE", "README.md"]);
    const entry = await download("random");
    assert.equal(entry.source, "download");
    assert.deepEqual(readdirSync(entry.bin), ["pulumi-resource-random"]);
    assert.equal(cachedEntry(home(), entry.key)?.bin, entry.bin);
  });

  it("takes the CLI with the language host and what else Node.js needs", async () => {
    const wanted = [
      "pulumi",
      "pulumi-analyzer-policy-nodejs",
      "pulumi-language-nodejs",
      "pulumi-resource-pulumi-nodejs",
    ];
    publish(
      "pulumi",
      [...wanted, "pulumi-language-go", "pulumi-watch"].map((file) => `pulumi/${file}`),
    );
    const entry = await download("pulumi");
    assert.deepEqual(readdirSync(entry.bin).sort(), wanted);
    assert.deepEqual(Object.keys(entry.files).sort(), wanted);
  });

  const refusals: Record<string, { prepare: () => void; reason: RegExp }> = {
    "is not the published one": {
      prepare: () => publish("random", ["pulumi-resource-random"], "a".repeat(64)),
      reason: /has the SHA-256 sum [0-9a-f]{64}, published is a{64}/,
    },
    "has no published sum": {
      prepare: () => publish("random", ["pulumi-resource-random"], "none"),
      reason: /has no SHA-256 sum of pulumi-resource-random-v4\.21\.2-linux-amd64\.tar\.gz/,
    },
    "is not there": { prepare: () => undefined, reason: /checksums\.txt answers 404/ },
    "does not come": {
      prepare: () => {
        publish("random", ["pulumi-resource-random"]);
        for (const path of published.keys()) if (path.endsWith(".gz")) published.set(path, null);
      },
      reason: /\.tar\.gz does not answer/,
    },
    "lacks the executable": {
      prepare: () => publish("random", ["README.md"]),
      reason: /pulumi-resource-random/,
    },
  };
  for (const [failure, { prepare, reason }] of Object.entries(refusals)) {
    it(`uses nothing of an archive that ${failure}`, async () => {
      prepare();
      await assert.rejects(download("random"), reason);
      const key = archiveKey("resource-random", partNamed("random").version, platform);
      assert.equal(existsSync(join(toolchainFolder(home()), key)), false);
    });
  }

  it("says which server cannot be reached", async () => {
    const signal = new AbortController().signal;
    const nowhere = { archives: "http://127.0.0.1:1", checksums: "http://127.0.0.1:1" };
    await assert.rejects(
      downloadPart(partNamed("random"), { home: home(), platform, signal, origins: nowhere }),
      /^ToolchainError: http:\/\/127\.0\.0\.1:1\/.+ cannot be reached: /,
    );
  });

  it("asks Pulumi's own servers", () => {
    assert.deepEqual(publishedArchive("pulumi", "3.1.0", platform), {
      address: "https://get.pulumi.com/releases/sdk/pulumi-v3.1.0-linux-x64.tar.gz",
      checksums: "https://github.com/pulumi/pulumi/releases/download/v3.1.0/pulumi-3.1.0-checksums.txt",
      files: ["pulumi-language-nodejs", "pulumi"],
    });
    assert.deepEqual(publishedArchive("resource-alicloud", "3.2.0", { os: "darwin", arch: "arm64" }), {
      address: "https://get.pulumi.com/releases/plugins/pulumi-resource-alicloud-v3.2.0-darwin-arm64.tar.gz",
      checksums:
        "https://github.com/pulumi/pulumi-alicloud/releases/download/v3.2.0/pulumi-alicloud_3.2.0_checksums.txt",
      files: ["pulumi-resource-alicloud"],
    });
  });
});
