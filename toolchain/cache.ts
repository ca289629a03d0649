import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

/** Folder of the toolchain inside the project's cache folder. */
export function locateToolchain(home: string): string {
  return join(home, "toolchain");
}

/** Description of a finished cache entry. It is written last: an entry with a marker is complete. */
export interface Marker {
  readonly source: "build" | "download";
  /** The entry's executables with their sizes in bytes. */
  readonly files: Readonly<Record<string, number>>;
  /** Time of completion, ISO 8601. */
  readonly finished: string;
  /** Version of Go, or URL of the archive. */
  readonly origin: string;
}

/** A complete cache entry, with executables in `bin`. */
export interface CacheEntry extends Marker {
  readonly key: string;
  readonly bin: string;
}

const markerFile = "complete.json";

/** Returns the entry with a key, or undefined if it is missing, incomplete or damaged. */
export function readEntry(home: string, key: string): CacheEntry | undefined {
  const folder = join(locateToolchain(home), key);
  const marker = readMarker(join(folder, markerFile));
  if (marker === undefined) {
    return undefined;
  }
  const bin = join(folder, "bin");
  const whole = Object.entries(marker.files).every(([file, size]) => isExecutable(join(bin, file), size));
  return whole ? { ...marker, key, bin } : undefined;
}

/**
 * Fills an entry. `fill` writes executables to a temporary folder and returns their origin. Each attempt has its own
 * folder, so that a compiler that outlives a killed attempt cannot damage an entry. The finished entry appears
 * atomically. Leftovers of earlier attempts are removed first. The caller must hold the toolchain's lock.
 */
export async function fillEntry(
  home: string,
  key: string,
  files: readonly string[],
  fill: (bin: string) => Promise<Pick<Marker, "source" | "origin">>,
): Promise<CacheEntry> {
  const draft = createDraft(locateToolchain(home), key);
  try {
    const bin = join(draft, "bin");
    mkdirSync(bin);
    const { source, origin } = await fill(bin);
    const sizes = Object.fromEntries(files.map((file) => [file, statSync(join(bin, file)).size]));
    const marker: Marker = { source, origin, files: sizes, finished: new Date().toISOString() };
    writeFileAtOnce(join(draft, markerFile), JSON.stringify(marker));
    const folder = join(locateToolchain(home), key);
    rmSync(folder, { recursive: true, force: true });
    renameSync(draft, folder);
    return { ...marker, key, bin: join(folder, "bin") };
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw error;
  }
}

function createDraft(folder: string, key: string): string {
  const prefix = `${key}.draft-`;
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder).filter((name) => name.startsWith(prefix))) {
    rmSync(join(folder, name), { recursive: true, force: true });
  }
  return mkdtempSync(join(folder, prefix));
}

/** Writes a file atomically: readers never see incomplete content. */
export function writeFileAtOnce(path: string, content: string, mode = 0o644): void {
  const draft = `${path}.${process.pid}.draft`;
  writeFileSync(draft, content, { mode, flush: true });
  renameSync(draft, path);
}

function readMarker(path: string): Marker | undefined {
  if (!existsSync(path)) {
    return undefined;
  }
  try {
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    return isMarker(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isMarker(value: unknown): value is Marker {
  return (
    typeof value === "object" &&
    value !== null &&
    "source" in value &&
    (value.source === "build" || value.source === "download") &&
    "origin" in value &&
    typeof value.origin === "string" &&
    "finished" in value &&
    typeof value.finished === "string" &&
    "files" in value &&
    typeof value.files === "object" &&
    value.files !== null &&
    Object.values(value.files).every((size) => typeof size === "number")
  );
}

function isExecutable(path: string, size: number): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() === true && stat.size === size && (stat.mode & 0o100) !== 0;
}
