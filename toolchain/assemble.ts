import { createHash } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { locateToolchain, writeFileAtOnce } from "./cache";
import type { Part } from "./parts";

/** An executable with its companion files. */
export interface Placed {
  readonly part: Part;
  /** Absolute path of the executable. */
  readonly path: string;
  /** Whether the cache contains it. For the user's own installation, it is a link. */
  readonly own: boolean;
  /** Absolute paths of executables from the same archive. The engine looks for them beside the executable. */
  readonly companions: readonly string[];
}

/** A folder with the layout that the engine expects. */
export interface Assembled {
  /** PULUMI_HOME. */
  readonly pulumiHome: string;
  /** Folder to put first on PATH. */
  readonly bin: string;
  readonly pulumi: string;
}

/**
 * Runs the Node.js side of dynamic resources from the project's SDK. The engine starts it in the folder of the project,
 * where Node.js looks for the module.
 */
const dynamicProvider = {
  file: "pulumi-resource-pulumi-nodejs",
  script: `#!/usr/bin/env node
const { createRequire } = require("node:module");
createRequire(process.cwd() + "/package.json")("@pulumi/pulumi/cmd/dynamic-provider");
`,
};

/** The language host that the toolchain builds, and the script before it. */
const languageHost = {
  folder: "libexec",
  file: "pulumi-language-nodejs",
  script: join(__dirname, "language-host", "serve.cjs"),
};

/**
 * Creates a PULUMI_HOME with links, without copies: the CLI and its companions in `bin`, each plugin in a folder with
 * its version. The name of the folder depends on its contents. Missing files are restored, and files that the engine
 * keeps there remain.
 */
export function assemble(home: string, placed: readonly Placed[]): Assembled {
  const script = readFileSync(languageHost.script, "utf8");
  const content = JSON.stringify(placed.map(({ part, path }) => [part.name, part.version, path]));
  const name = createHash("sha256")
    .update(content + dynamicProvider.script + script)
    .digest("hex")
    .slice(0, 16);
  const pulumiHome = join(locateToolchain(home), `home-${name}`);
  const bin = join(pulumiHome, "bin");
  for (const one of placed) {
    const { path, own, companions } = one;
    const folder = join(pulumiHome, findFolder(one));
    for (const file of [path, ...companions]) {
      linkFile(file, join(folder, basename(file)), own);
    }
  }
  if (placed.some(isBuiltLanguageHost)) {
    placeScript(join(bin, languageHost.file), script);
  }
  if (!placed.some(bringsDynamicProvider)) {
    placeScript(join(bin, dynamicProvider.file), dynamicProvider.script);
  }
  return { pulumiHome, bin, pulumi: join(bin, "pulumi") };
}

function findFolder(placed: Placed): string {
  const { kind, name, version } = placed.part;
  if (kind === "plugin") return join("plugins", `resource-${name}-v${version}`);
  return isBuiltLanguageHost(placed) ? languageHost.folder : "bin";
}

function isBuiltLanguageHost({ part, own }: Placed): boolean {
  return part.kind === "language" && own;
}

function bringsDynamicProvider({ part, path }: Placed): boolean {
  return part.kind === "cli" && existsSync(join(dirname(path), dynamicProvider.file));
}

/** A hard link works for the engine too. It looks for the CLI's companions beside the file behind a link. */
function linkFile(from: string, to: string, own: boolean): void {
  if (existsSync(to)) {
    return;
  }
  mkdirSync(dirname(to), { recursive: true });
  const link = own ? linkSync : symlinkSync;
  try {
    link(from, to);
  } catch (error) {
    // Another process creates the same folder at the same time.
    if (!existsSync(to)) {
      throw error;
    }
  }
}

function placeScript(path: string, script: string): void {
  if (!existsSync(path)) {
    writeFileAtOnce(path, script, 0o755);
  }
}
