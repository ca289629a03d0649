import { createHash } from "node:crypto";
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { type CacheEntry, fillEntry } from "./cache";
import { ToolchainError } from "./error";
import { deriveArchiveKey } from "./key";
import { findPart, type Part, parts } from "./parts";
import type { Platform } from "./platform";
import { capture } from "./run";

/** Variable with the URL of a mirror of Pulumi's archives. */
export const mirrorVariable = "ALICLOUD_VPC_API_PULUMI_MIRROR";

/** Time-outs of a download in seconds, and number of retries. */
const usualPatience = { connect: 20, silence: 60, retries: 2 };

/** Inputs of a download. */
export interface DownloadSettings {
  readonly home: string;
  readonly platform: Platform;
  /** Stops the download. */
  readonly signal: AbortSignal;
  /** Environment of the user, of which downloads use the variables of proxies and of Pulumi. */
  readonly environment: NodeJS.ProcessEnv;
  readonly patience?: typeof usualPatience;
}

/**
 * URLs of the CLI's archive and of its checksum list, which has one line "sum  file" for each archive of the release.
 */
export interface PublishedCli {
  readonly file: string;
  readonly archive: string;
  readonly checksums: string;
}

/** URLs of the CLI's archive for a version and platform. */
export function describePublishedCli(version: string, { os, arch }: Platform, mirror?: string): PublishedCli {
  const file = `pulumi-v${version}-${os}-${arch === "amd64" ? "x64" : arch}.tar.gz`;
  const list = `pulumi-${version}-checksums.txt`;
  const archives = mirror ?? "https://get.pulumi.com/releases/sdk";
  const lists = mirror ?? `https://github.com/pulumi/pulumi/releases/download/v${version}`;
  return { file, archive: `${archives}/${file}`, checksums: `${lists}/${list}` };
}

/** Additional executables of the CLI's archive that the Node.js runtime needs. */
const cliCompanions = ["pulumi-resource-pulumi-nodejs", "pulumi-analyzer-policy-nodejs"];

/**
 * Downloads the official archive of the CLI, with the language host, into the cache. It uses curl, which supports the
 * user's proxies and certificates. `PulumiCommand.install` of the Automation API does not: it downloads its script
 * without a proxy, supports no mirror, and verifies no checksum. Fails with a one-line reason if the archive is not
 * reachable or does not match its checksum. The caller must hold the toolchain's lock.
 */
export async function downloadCli(settings: DownloadSettings): Promise<CacheEntry> {
  const { version } = findPart("pulumi");
  const published = describePublishedCli(version, settings.platform, findMirror(settings));
  const files = parts.filter(({ archive }) => archive === "pulumi").map(({ file }) => file);
  return fillEntry(
    settings.home,
    deriveArchiveKey("pulumi", version, settings.platform),
    files,
    async (bin) => {
      const archive = join(bin, published.file);
      const list = join(bin, "checksums");
      await fetchTo(published.checksums, list, settings);
      const expected = sumIn(readFileSync(list, "utf8"), published);
      await fetchTo(published.archive, archive, settings);
      const actual = await hashFile(archive);
      if (actual !== expected) {
        throw new ToolchainError(
          `${published.archive} has the SHA-256 sum ${actual}, but ${expected} is published`,
        );
      }
      await unpack(archive, bin);
      files.push(...cliCompanions.filter((file) => existsSync(join(bin, file))));
      keepOnly(bin, files);
      return { source: "download", origin: published.archive };
    },
  );
}

/**
 * Installs the official release of a plugin into the cache with the CLI, which supports proxies,
 * PULUMI_PLUGIN_DOWNLOAD_URL_OVERRIDES and GITHUB_TOKEN. Fails with the CLI's reason if that is not possible. The
 * caller must hold the toolchain's lock.
 *
 * @param cli path of the executable
 */
export function installPlugin(part: Part, cli: string, settings: DownloadSettings): Promise<CacheEntry> {
  const { name, version, file, archive } = part;
  const mirror = findMirror(settings);
  const server = mirror === undefined ? [] : ["--server", mirror];
  return fillEntry(
    settings.home,
    deriveArchiveKey(archive, version, settings.platform),
    [file],
    async (bin) => {
      const pulumiHome = join(bin, "home");
      mkdirSync(pulumiHome);
      const env = { ...settings.environment, PULUMI_HOME: pulumiHome, PULUMI_SKIP_UPDATE_CHECK: "true" };
      const words = ["plugin", "install", "resource", name, version, ...server, "--color", "never"];
      const { missing, code, stderr } = await capture(cli, words, { env, signal: settings.signal });
      if (missing || code !== 0) {
        throw new ToolchainError(missing ? `${cli} cannot be run` : findLastLine(stderr));
      }
      renameSync(join(pulumiHome, "plugins", `resource-${name}-v${version}`, file), join(bin, file));
      keepOnly(bin, [file]);
      return { source: "download", origin: `${cli} ${words.join(" ")}` };
    },
  );
}

function findMirror({ environment }: DownloadSettings): string | undefined {
  return environment[mirrorVariable]?.replace(/\/+$/, "");
}

function sumIn(list: string, { file, checksums }: PublishedCli): string {
  const sum = list
    .split("\n")
    .map((line) => line.trim().split(/\s+\*?/))
    .find(([, name]) => name === file)?.[0];
  if (sum === undefined || !/^[0-9a-f]{64}$/.test(sum)) {
    throw new ToolchainError(`${checksums} has no SHA-256 sum of ${file}`);
  }
  return sum;
}

async function hashFile(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

async function fetchTo(address: string, file: string, settings: DownloadSettings): Promise<void> {
  const { connect, silence, retries } = settings.patience ?? usualPatience;
  const words = [
    ...["--fail", "--location", "--silent", "--show-error"],
    ...["--connect-timeout", String(connect), "--speed-limit", "1", "--speed-time", String(silence)],
    ...["--retry", String(retries), "--output", file, address],
  ];
  const { environment: env, signal } = settings;
  const { missing, code, stderr } = await capture("curl", words, { env, signal });
  if (missing) {
    throw new ToolchainError(`${address} needs curl, which is not on PATH`);
  }
  if (code !== 0) {
    throw new ToolchainError(`${address}: ${findLastLine(stderr).replace(/^curl: /, "")}`);
  }
}

function findLastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}

async function unpack(archive: string, folder: string): Promise<void> {
  // The files of the archive are in one top-level folder.
  const { missing, code, stderr } = await capture("tar", [
    ...["-xzf", archive, "-C", folder],
    "--strip-components=1",
  ]);
  if (missing || code !== 0) {
    throw new ToolchainError(
      `tar cannot unpack ${archive}: ${missing ? "tar is not on PATH" : findLastLine(stderr)}`,
    );
  }
}

function keepOnly(folder: string, files: readonly string[]): void {
  for (const file of readdirSync(folder)) {
    if (!files.includes(file)) {
      rmSync(join(folder, file), { recursive: true });
    }
  }
}
