/** What the toolchain consists of, by name. */
export type PartName = "pulumi" | "language-nodejs" | "alicloud" | "random";

/** One executable of the toolchain: what it is, how Pulumi publishes it, and how it is built where it cannot be had. */
export interface Part {
  readonly name: PartName;
  /** For people: progress, status, errors. */
  readonly title: string;
  readonly kind: "cli" | "language" | "plugin";
  /** The release that is fetched; for a plugin also that of the npm package which it answers to. */
  readonly version: string;
  /** The executable's file name. */
  readonly file: string;
  /** Official archive that holds it; parts with the same archive come from one download. */
  readonly archive: ArchiveName;
  readonly build: {
    /** The release that a build gives, where it is another one. */
    readonly version?: string;
    /** Folder with go.mod and go.sum, below toolchain/. */
    readonly module: string;
    /** Go package of the executable: an import path, or a folder of the module. */
    readonly package: string;
    /** Folders of our own Go code that go into it, below the module. */
    readonly sources: readonly string[];
    readonly ldflags: string;
    readonly cost: BuildCost;
    /** Cost of a build from whole modules, for a part that is built from reduced ones first. */
    readonly wholeCost?: BuildCost;
  };
}

/** What a build takes with nothing in Go's build cache, measured. */
export interface BuildCost {
  /** Minutes on 2 cores. */
  readonly minutes: number;
  /** Memory that has to be free, in GiB: what the compiler took at most, and some room. */
  readonly memory: number;
  /** The same with the settings of Go that save memory and take longer. */
  readonly sparingMemory: number;
}

/** Pulumi's published archives. */
export type ArchiveName = "pulumi" | "resource-alicloud" | "resource-random";

const engineVersion = "3.259.0";
const alicloudVersion = "3.108.0";
const randomVersion = "4.21.2";
const strip = "-s -w";

/** The oldest `pulumi` on PATH that is used: the first that runs current policy packs and this project's SDK. */
export const oldestUsableCli = "3.204.0";

/** The oldest Go that reads the modules of the table; the go.mod files name the exact one. */
export const oldestUsableGo = "1.25";

/** The table that everything here works on, in the order of building. */
export const parts: readonly Part[] = [
  {
    name: "language-nodejs",
    title: "Pulumi's Node.js language host",
    kind: "language",
    version: engineVersion,
    file: "pulumi-language-nodejs",
    archive: "pulumi",
    build: {
      // The last release in which the language host lies in a module that can be required. It runs current
      // programs; it refuses policy packs.
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
      // Without its version the CLI calls itself a development build, and the Automation API refuses it.
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

/** The release of a part, from where it comes. */
export function releaseOf(part: Part, source: "build" | "download"): string {
  return source === "build" ? (part.build.version ?? part.version) : part.version;
}

/** The part of that name. */
export function partNamed(name: PartName): Part {
  const part = parts.find((candidate) => candidate.name === name);
  if (part === undefined) {
    throw new Error(`the table of parts has no ${name}`);
  }
  return part;
}
