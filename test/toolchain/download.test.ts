import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { locateToolchain, readEntry } from "../../toolchain/cache";
import { describePublishedCli, downloadCli, installPlugin } from "../../toolchain/download";
import { deriveArchiveKey } from "../../toolchain/key";
import { findPart } from "../../toolchain/parts";
import { temporaryFolder, writeScript } from "./samples";

const platform = { os: "linux", arch: "amd64" } as const;
const cli = findPart("pulumi");
const plugin = findPart("random");

describe("the download of the CLI", () => {
  const folder = temporaryFolder();
  const home = () => join(folder(), "home");
  let server: Server;
  let mirror: string;
  /** What the server has, by path; it answers 404 for anything else, and never for null. */
  let published: Map<string, Buffer | string | null>;
  let requests: string[];

  beforeEach(async () => {
    published = new Map();
    requests = [];
    server = createServer(({ url = "" }, response) => {
      requests.push(url);
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
    mirror = `http://127.0.0.1:${bound.port}`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  /** Publishes an archive with these files, and its checksum unless another one is set. */
  function publish(files: readonly string[], sum?: string): void {
    for (const file of files) writeScript(join(folder(), "pack", "pulumi", file), `echo ${file}`);
    const archive = join(folder(), "archive.tar.gz");
    execFileSync("tar", ["-czf", archive, "-C", join(folder(), "pack"), "pulumi"]);
    const content = readFileSync(archive);
    const places = describePublishedCli(cli.version, platform, "");
    const actual = createHash("sha256").update(content).digest("hex");
    published.set(places.archive, content);
    published.set(places.checksums, `${"0".repeat(64)}  other.tar.gz\n${sum ?? actual}  ${places.file}\n`);
  }

  function download(variables: NodeJS.ProcessEnv = { ALICLOUD_VPC_API_PULUMI_MIRROR: `${mirror}/` }) {
    return downloadCli({
      home: home(),
      platform,
      signal: new AbortController().signal,
      patience: { connect: 1, silence: 1, retries: 0 },
      environment: { PATH: process.env.PATH, ...variables },
    });
  }

  it("installs the CLI with the language host and the files for Node.js", async () => {
    const wanted = [
      "pulumi",
      "pulumi-analyzer-policy-nodejs",
      "pulumi-language-nodejs",
      "pulumi-resource-pulumi-nodejs",
    ];
    publish([...wanted, "pulumi-language-go", "pulumi-watch"]);
    const entry = await download();
    assert.equal(entry.source, "download");
    assert.deepEqual(readdirSync(entry.bin).sort(), wanted);
    assert.deepEqual(Object.keys(entry.files).sort(), wanted);
    assert.equal(readEntry(home(), entry.key)?.bin, entry.bin);
  });

  const refusals: Record<string, { prepare: () => void; reason: RegExp }> = {
    "is not the published one": {
      prepare: () => publish(["pulumi", "pulumi-language-nodejs"], "a".repeat(64)),
      reason: /has the SHA-256 sum [0-9a-f]{64}, but a{64} is published/,
    },
    "has no published sum": {
      prepare: () => publish(["pulumi"], "none"),
      reason: /has no SHA-256 sum of pulumi-v3\.259\.0-linux-x64\.tar\.gz/,
    },
    "is not there": { prepare: () => undefined, reason: /checksums\.txt: .*404/ },
    "does not come": {
      prepare: () => {
        publish(["pulumi"]);
        for (const path of published.keys()) if (path.endsWith(".gz")) published.set(path, null);
      },
      reason: /\.tar\.gz: .*too slow/,
    },
    "lacks an executable": { prepare: () => publish(["pulumi"]), reason: /pulumi-language-nodejs/ },
  };
  for (const [failure, { prepare, reason }] of Object.entries(refusals)) {
    it(`does not use an archive that ${failure}`, async function () {
      this.timeout(10_000);
      prepare();
      await assert.rejects(download(), reason);
      const key = deriveArchiveKey("pulumi", cli.version, platform);
      assert.equal(existsSync(join(locateToolchain(home()), key)), false);
    });
  }

  it("uses the proxy of the user", async () => {
    const proxied = { ALICLOUD_VPC_API_PULUMI_MIRROR: "http://pulumi.example/mirror", http_proxy: mirror };
    await assert.rejects(download(proxied), /404/);
    assert.deepEqual(requests, [`http://pulumi.example/mirror/pulumi-${cli.version}-checksums.txt`]);
  });

  it("reports the server that cannot be reached", async () => {
    await assert.rejects(
      download({ ALICLOUD_VPC_API_PULUMI_MIRROR: "http://127.0.0.1:1" }),
      /^ToolchainError: http:\/\/127\.0\.0\.1:1\/.+: .*connect/,
    );
  });

  it("reports that it needs curl", async () => {
    await assert.rejects(download({ PATH: folder() }), /needs curl, which is not on PATH/);
  });

  it("uses Pulumi's servers, unless a mirror is set", () => {
    assert.deepEqual(describePublishedCli("3.1.0", platform), {
      file: "pulumi-v3.1.0-linux-x64.tar.gz",
      archive: "https://get.pulumi.com/releases/sdk/pulumi-v3.1.0-linux-x64.tar.gz",
      checksums: "https://github.com/pulumi/pulumi/releases/download/v3.1.0/pulumi-3.1.0-checksums.txt",
    });
    assert.deepEqual(
      describePublishedCli("3.2.0", { os: "darwin", arch: "arm64" }, "https://mirror.example/pulumi"),
      {
        file: "pulumi-v3.2.0-darwin-arm64.tar.gz",
        archive: "https://mirror.example/pulumi/pulumi-v3.2.0-darwin-arm64.tar.gz",
        checksums: "https://mirror.example/pulumi/pulumi-3.2.0-checksums.txt",
      },
    );
  });
});

describe("the installation of a plugin", () => {
  const folder = temporaryFolder();
  const home = () => join(folder(), "home");

  /** Installs with a CLI that is this script; "$dir" is where it puts the plugin. */
  function install(variables: NodeJS.ProcessEnv, ...script: string[]) {
    const executable = join(folder(), "pulumi");
    writeScript(
      executable,
      `dir="$PULUMI_HOME/plugins/resource-${plugin.name}-v${plugin.version}"`,
      'mkdir -p "$dir"',
      ...script,
    );
    return installPlugin(plugin, executable, {
      home: home(),
      platform,
      signal: new AbortController().signal,
      environment: { PATH: process.env.PATH, ...variables },
    });
  }

  it("is done by the CLI", async () => {
    const entry = await install(
      { PULUMI_PLUGIN_DOWNLOAD_URL_OVERRIDES: "^.*=https://mirror.example" },
      `printf '#!/bin/sh\\n# %s\\n' "$* $PULUMI_PLUGIN_DOWNLOAD_URL_OVERRIDES" > "$dir/${plugin.file}"`,
      `chmod +x "$dir/${plugin.file}"; touch "$dir/PulumiPlugin.yaml"`,
    );
    assert.deepEqual(readdirSync(entry.bin), [plugin.file]);
    assert.equal(
      readFileSync(join(entry.bin, plugin.file), "utf8"),
      "#!/bin/sh\n# plugin install resource random 4.21.2 --color never ^.*=https://mirror.example\n",
    );
    assert.equal(readEntry(home(), entry.key)?.source, "download");
  });

  it("uses the mirror, and fails with the reason of the CLI", async () => {
    await assert.rejects(
      install(
        { ALICLOUD_VPC_API_PULUMI_MIRROR: "https://mirror.example/pulumi/" },
        'echo "Downloading" >&2; echo "error: $*" >&2; exit 255',
      ),
      /^ToolchainError: error: plugin install .*--server https:\/\/mirror\.example\/pulumi --color/,
    );
    assert.deepEqual(readdirSync(locateToolchain(home())), []);
  });
});
