/** Name of a part of the toolchain. */
export type PartName = "pulumi" | "language-nodejs" | "alicloud" | "random";

/** An executable of the toolchain: how Pulumi publishes it, and how to build it if the download is not possible. */
export interface Part {
  readonly name: PartName;
  /** Name for people: in progress, status and errors. */
  readonly title: string;
  readonly kind: "cli" | "language" | "plugin";
  /** The release to download. For a plugin, it is also the version of the corresponding npm package. */
  readonly version: string;
  /** The executable's file name. */
  readonly file: string;
  /** Official archive that contains it. Parts with the same archive share one download. */
  readonly archive: ArchiveName;
  readonly build: {
    /** The release that a build produces, if it differs. */
    readonly version?: string;
    /** Folder with go.mod and go.sum, inside toolchain/. */
    readonly module: string;
    /** Go package of the executable: an import path, or a folder of the module. */
    readonly package: string;
    /** Folders with Go code of this project for the executable, inside the module. */
    readonly sources: readonly string[];
    readonly ldflags: string;
    readonly cost: BuildCost;
    /** Cost of a build from whole modules, for a part that is normally built from reduced modules. */
    readonly wholeCost?: BuildCost;
  };
}

/** Measured cost of a build with an empty build cache of Go. */
export interface BuildCost {
  /** Minutes on 2 cores. */
  readonly minutes: number;
  /** Required free memory in GiB: peak use of the compiler plus a reserve. */
  readonly memory: number;
  /** Required free memory with the slower settings of Go that save memory. */
  readonly sparingMemory: number;
}

/** Pulumi's published archives. */
export type ArchiveName = "pulumi" | "resource-alicloud" | "resource-random";

const engineVersion = "3.259.0";
const alicloudVersion = "3.108.0";
const randomVersion = "4.21.2";
const strip = "-s -w";

/**
 * The oldest `pulumi` on PATH that is used. It is the first one that runs current policy packs and this project's SDK.
 */
export const oldestUsableCli = "3.204.0";

/** The oldest Go that can read the modules of the table. The go.mod files name the exact version. */
export const oldestUsableGo = "1.25";

/** All parts, in the order of building. */
export const parts: readonly Part[] = [
  {
    name: "language-nodejs",
    title: "Pulumi's Node.js language host",
    kind: "language",
    version: engineVersion,
    file: "pulumi-language-nodejs",
    archive: "pulumi",
    build: {
      // The last release in which a Go module contains the language host and other modules can require it. It runs
      // current programs, but no policy packs.
      version: "3.68.0",
      module: "language-host",
      package: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
      sources: [],
      ldflags: strip,
      cost: { minutes: 1, memory: 1, sparingMemory: 1 },
    },
  },
  {
    name: "pulumi",
    title: "the Pulumi CLI and engine",
    kind: "cli",
    version: engineVersion,
    file: "pulumi",
    archive: "pulumi",
    build: {
      module: "engine",
      package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
      sources: [],
      // Without this version, the CLI reports a development build, which the Automation API rejects.
      ldflags: `${strip} -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${engineVersion}`,
      cost: { minutes: 3, memory: 2, sparingMemory: 2 },
    },
  },
  {
    name: "random",
    title: "the random provider",
    kind: "plugin",
    version: randomVersion,
    file: "pulumi-resource-random",
    archive: "resource-random",
    build: {
      module: "plugins",
      package: "./random",
      sources: ["random", "describe"],
      ldflags: `${strip} -X main.version=${randomVersion}`,
      cost: { minutes: 1, memory: 2, sparingMemory: 2 },
      wholeCost: { minutes: 2, memory: 3, sparingMemory: 3 },
    },
  },
  {
    name: "alicloud",
    title: "the Alibaba Cloud provider",
    kind: "plugin",
    version: alicloudVersion,
    file: "pulumi-resource-alicloud",
    archive: "resource-alicloud",
    build: {
      module: "plugins",
      package: "./alicloud",
      sources: ["alicloud", "describe"],
      ldflags: `${strip} -X main.version=${alicloudVersion}`,
      cost: { minutes: 1, memory: 2, sparingMemory: 2 },
      wholeCost: { minutes: 7, memory: 7, sparingMemory: 4 },
    },
  },
];

/** The release of a part, by its source. */
export function selectRelease(part: Part, source: "build" | "download"): string {
  return source === "build" ? (part.build.version ?? part.version) : part.version;
}

export function findPart(name: PartName): Part {
  const part = parts.find((candidate) => candidate.name === name);
  if (part === undefined) {
    throw new Error(`${name} is not a part of the toolchain`);
  }
  return part;
}
