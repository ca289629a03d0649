import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ArchiveName, Part } from "./parts";
import type { Platform } from "./platform";

/**
 * Flags of every build. The result must not depend on the location of the checkout, and go.mod must not change. The
 * tags are defined by Google: without them, the client of its storage includes the protocols of its service mesh. The
 * linker removes debug information, so the compiler does not need to create it.
 */
export const buildFlags: readonly string[] = [
  "-mod=readonly",
  "-trimpath",
  "-buildvcs=false",
  "-tags=disable_grpc_modules,grpcnotrace",
  "-gcflags=all=-dwarf=false",
];

/** Folder of the command that reduces modules, inside the toolchain folder. */
export const reducerFolder = "reduce";

/**
 * Environment of every build, set over the user's own. Without cgo, the result does not depend on a C compiler, and the
 * executables run on any Linux. A workspace file above the checkout has no effect.
 */
export function createBuildEnvironment(platform: Platform): Record<string, string> {
  return { GOOS: platform.os, GOARCH: platform.arch, CGO_ENABLED: "0", GOWORK: "off" };
}

/**
 * Derives the cache key of a built part from all its inputs: go.mod (with the version of Go) and go.sum, its own Go
 * files, those of the command that reduces its modules, flags and platform. The patch release of the installed Go is
 * not an input. Neither an update of Go nor a machine without Go therefore invalidates a valid build.
 *
 * @param root the toolchain folder
 */
export function deriveBuildKey(part: Part, root: string, platform: Platform): string {
  const hash = createHash("sha256");
  const { module, package: goPackage, sources, ldflags } = part.build;
  const settings = [
    part.name,
    part.version,
    part.file,
    goPackage,
    ldflags,
    buildFlags,
    createBuildEnvironment(platform),
  ];
  hash.update(JSON.stringify(settings));
  const folder = join(root, module);
  const files = ["go.mod", "go.sum", ...sources.flatMap((source) => listGoFiles(folder, source))];
  for (const file of files) {
    hash.update(`\0${file}\0`).update(readFileSync(join(folder, file)));
  }
  if (part.build.wholeCost !== undefined) {
    for (const file of listGoFiles(root, reducerFolder)) {
      hash.update(`\0${file}\0`).update(readFileSync(join(root, file)));
    }
  }
  return `${part.name}-${hash.digest("hex").slice(0, 16)}`;
}

/** Cache key of a part that is built from whole modules only for a comparison. */
export function deriveWholeKey(part: Part, root: string, platform: Platform): string {
  return `${deriveBuildKey(part, root, platform)}-whole`;
}

/** Cache key of the provider's acceptance tests, which are built from the modules of its plugin. */
export function deriveAcceptanceKey(
  plugin: Part,
  tested: readonly string[],
  root: string,
  platform: Platform,
): string {
  const hash = createHash("sha256")
    .update(deriveBuildKey(plugin, root, platform))
    .update(JSON.stringify(tested));
  return `acceptance-${hash.digest("hex").slice(0, 16)}`;
}

/** Cache key of an official archive. A release never changes, so name, version and platform are sufficient. */
export function deriveArchiveKey(archive: ArchiveName, version: string, platform: Platform): string {
  return `${archive}-${version}-${platform.os}-${platform.arch}-official`;
}

function listGoFiles(folder: string, source: string): string[] {
  return readdirSync(join(folder, source), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".go") || file.endsWith("go.mod"))
    .map((file) => join(source, file))
    .sort();
}
