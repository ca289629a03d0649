import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ArchiveName, Part } from "./parts";
import type { Platform } from "./platform";

/**
 * Flags that every build gets. The build must not depend on where the checkout lies, nor change go.mod. The tags are
 * Google's own: without them, the client of its storage brings along the protocols of its service mesh. The linker
 * drops debug information, so the compiler need not make it.
 */
export const buildFlags: readonly string[] = [
  "-mod=readonly",
  "-trimpath",
  "-buildvcs=false",
  "-tags=disable_grpc_modules,grpcnotrace",
  "-gcflags=all=-dwarf=false",
];

/** Folder of the command that reduces modules, below the toolchain folder. */
export const reducerFolder = "reduce";

/**
 * Environment of every build, over the user's own. Without cgo a C compiler changes nothing, and the
 * executables run on any Linux. A workspace file above the checkout must not take part.
 */
export function buildEnvironment(platform: Platform): Record<string, string> {
  return { GOOS: platform.os, GOARCH: platform.arch, CGO_ENABLED: "0", GOWORK: "off" };
}

/**
 * Names a built part by all that defines it: its go.mod (with Go's version) and go.sum, its own Go files, those of the
 * command that reduces its modules, flags and platform. The patch release of the Go that happens to be installed is no part of it, so that neither an update of Go
 * nor a machine without Go makes a good build unusable.
 *
 * @param root the toolchain folder
 */
export function buildKey(part: Part, root: string, platform: Platform): string {
  const hash = createHash("sha256");
  const { module, package: goPackage, sources, ldflags } = part.build;
  const settings = [
    part.name,
    part.version,
    part.file,
    goPackage,
    ldflags,
    buildFlags,
    buildEnvironment(platform),
  ];
  hash.update(JSON.stringify(settings));
  const folder = join(root, module);
  const files = ["go.mod", "go.sum", ...sources.flatMap((source) => goFilesBelow(folder, source))];
  for (const file of files) {
    hash.update(`\0${file}\0`).update(readFileSync(join(folder, file)));
  }
  if (part.build.wholeCost !== undefined) {
    for (const file of goFilesBelow(root, reducerFolder)) {
      hash.update(`\0${file}\0`).update(readFileSync(join(root, file)));
    }
  }
  return `${part.name}-${hash.digest("hex").slice(0, 16)}`;
}

/** Names a part that is built from whole modules only to be compared with the one in use. */
export function wholeKey(part: Part, root: string, platform: Platform): string {
  return `${buildKey(part, root, platform)}-whole`;
}

/** Names an official archive in the cache: a release never changes, so its name, version and platform are enough. */
export function archiveKey(archive: ArchiveName, version: string, platform: Platform): string {
  return `${archive}-${version}-${platform.os}-${platform.arch}-official`;
}

function goFilesBelow(folder: string, source: string): string[] {
  return readdirSync(join(folder, source), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".go") || file.endsWith("go.mod"))
    .map((file) => join(source, file))
    .sort();
}
