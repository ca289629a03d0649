import { createHash } from "node:crypto";
import { createWriteStream, existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type CacheEntry, fillEntry } from "./cache";
import { ToolchainError } from "./error";
import { archiveKey } from "./key";
import { type ArchiveName, type Part, parts } from "./parts";
import type { Platform } from "./platform";
import { capture } from "./run";

/** How long a server may take until its answer begins, and between two pieces of it, in milliseconds. */
const usualPatience = { answer: 3_000, piece: 20_000 };

/** Where Pulumi publishes its archives and their SHA-256 sums. */
export const pulumiOrigins = {
  archives: "https://get.pulumi.com/releases",
  checksums: "https://github.com/pulumi",
};

/** Executables of the CLI's archive beyond those of the table that the Node.js runtime needs. */
const cliCompanions = ["pulumi-resource-pulumi-nodejs", "pulumi-analyzer-policy-nodejs"];

/** One published archive. */
export interface Published {
  readonly address: string;
  /** Address of the list with one line "sum  file" for each archive of the release. */
  readonly checksums: string;
  /** Executables to take from it; further ones are taken if they are there. */
  readonly files: readonly string[];
}

/** Where Pulumi publishes an archive. */
export function publishedArchive(
  archive: ArchiveName,
  version: string,
  platform: Platform,
  origins = pulumiOrigins,
): Published {
  const files = parts.filter((part) => part.archive === archive).map(({ file }) => file);
  const { os, arch } = platform;
  if (archive === "pulumi") {
    return {
      address: `${origins.archives}/sdk/pulumi-v${version}-${os}-${arch === "amd64" ? "x64" : arch}.tar.gz`,
      checksums: `${origins.checksums}/pulumi/releases/download/v${version}/pulumi-${version}-checksums.txt`,
      files,
    };
  }
  const repository = archive.replace("resource-", "pulumi-");
  return {
    address: `${origins.archives}/plugins/pulumi-${archive}-v${version}-${os}-${arch}.tar.gz`,
    checksums: `${origins.checksums}/${repository}/releases/download/v${version}/${repository}_${version}_checksums.txt`,
    files,
  };
}

/** What a download works with. */
export interface DownloadSettings {
  readonly home: string;
  readonly platform: Platform;
  /** Stops the download. */
  readonly signal: AbortSignal;
  /** Default: Pulumi's own servers. */
  readonly origins?: typeof pulumiOrigins;
  readonly patience?: typeof usualPatience;
}

/**
 * Fetches the official archive that holds a part into the cache. Fails, with the reason in one line, if it cannot be
 * reached, or is not the published one. Call it with the toolchain's lock held.
 */
export async function downloadPart(part: Part, settings: DownloadSettings): Promise<CacheEntry> {
  const { home, platform } = settings;
  const published = publishedArchive(part.archive, part.version, platform, settings.origins);
  const expected = await publishedSum(published, settings);
  const files = [...published.files];
  return fillEntry(home, archiveKey(part.archive, part.version, platform), files, async (bin) => {
    const archive = join(bin, "archive.tar.gz");
    const actual = await fetchTo(published.address, archive, settings);
    if (actual !== expected) {
      throw new ToolchainError(
        `${published.address} has the SHA-256 sum ${actual}, published is ${expected}`,
      );
    }
    await unpack(archive, bin);
    const companions = part.archive === "pulumi" ? cliCompanions : [];
    files.push(...companions.filter((file) => existsSync(join(bin, file))));
    keepOnly(bin, files);
    return { source: "download", origin: published.address };
  });
}

async function publishedSum({ address, checksums }: Published, settings: DownloadSettings): Promise<string> {
  const file = address.slice(address.lastIndexOf("/") + 1);
  const { response } = await open(checksums, settings);
  const list = await response.text();
  const sum = list
    .split("\n")
    .map((line) => line.trim().split(/\s+\*?/))
    .find(([, name]) => name === file)?.[0];
  if (sum === undefined || !/^[0-9a-f]{64}$/.test(sum)) {
    throw new ToolchainError(`${checksums} has no SHA-256 sum of ${file}`);
  }
  return sum;
}

/** Writes what lies at an address into a file, and gives its SHA-256 sum. */
async function fetchTo(address: string, file: string, settings: DownloadSettings): Promise<string> {
  const { response, heard } = await open(address, settings);
  const hash = createHash("sha256");
  const pass = new Transform({
    transform(piece: Buffer, _encoding, done) {
      heard();
      hash.update(piece);
      done(null, piece);
    },
  });
  await pipeline(response.body ?? [], pass, createWriteStream(file));
  return hash.digest("hex");
}

/** Begins a transfer that ends itself when the server falls silent; `heard` says that it has not. */
async function open(
  address: string,
  { signal, patience = usualPatience }: DownloadSettings,
): Promise<{ response: Response; heard: () => void }> {
  const silence = new AbortController();
  const give = (limit: number) =>
    setTimeout(() => silence.abort(new ToolchainError(`${address} does not answer`)), limit).unref();
  let timer = give(patience.answer);
  const heard = () => {
    clearTimeout(timer);
    timer = give(patience.piece);
  };
  try {
    const response = await fetch(address, { signal: AbortSignal.any([signal, silence.signal]) });
    heard();
    if (!response.ok) {
      throw new ToolchainError(`${address} answers ${response.status}`);
    }
    return { response, heard };
  } catch (error) {
    clearTimeout(timer);
    throw unreachable(address, error);
  }
}

function unreachable(address: string, error: unknown): Error {
  if (error instanceof TypeError) {
    // What fetch throws says only "fetch failed"; the cause has the name of what happened.
    const cause = error.cause instanceof Error ? error.cause.message : error.message;
    return new ToolchainError(`${address} cannot be reached: ${cause}`);
  }
  return error instanceof Error ? error : new Error(String(error));
}

async function unpack(archive: string, folder: string): Promise<void> {
  const outcome = await capture("tar", ["-xzf", archive, "-C", folder]);
  if (outcome.missing || outcome.code !== 0) {
    throw new ToolchainError(
      `tar cannot unpack ${archive}: ${outcome.missing ? "there is no tar" : outcome.stderr}`,
    );
  }
  // The CLI's archive has one folder around its files.
  const inner = join(folder, "pulumi");
  if (existsSync(join(inner, "pulumi"))) {
    const outer = `${folder}-unpacked`;
    renameSync(inner, outer);
    for (const file of readdirSync(outer)) {
      renameSync(join(outer, file), join(folder, file));
    }
    rmSync(outer, { recursive: true });
  }
}

function keepOnly(folder: string, files: readonly string[]): void {
  for (const file of readdirSync(folder)) {
    if (!files.includes(file)) {
      rmSync(join(folder, file), { recursive: true });
    }
  }
}
