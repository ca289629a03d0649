import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { projectDir } from "../../cli/paths";
import { locateHome } from "../../testing/home";

const run = promisify(execFile);

/** Options of npm in tests: it prefers its cache, and packages run no scripts. */
export const npmOptions = ["--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"];

/** The file with the names and exact versions of the tools. */
const source = join(projectDir, "test", "consumer", "tools", "package.json");

/** Major versions of Node.js in use. The first one is the oldest version that the packages support. */
export type NodeVersion = "20" | "22" | "24";

/** Major versions of TypeScript in use. */
export type TypeScriptVersion = "5" | "6" | "7";

/** Other versions of Node.js and TypeScript, and pnpm, as listed in `test/consumer/tools`. */
export class ConsumerTools {
  private constructor(private readonly modules: string) {}

  /** Installs the tools in the cache folder, once per computer. */
  static async provide(): Promise<ConsumerTools> {
    const manifest = readFileSync(source);
    const key = createHash("sha256").update(manifest).digest("hex").slice(0, 16);
    const folder = join(locateHome(), "consumer-tools", key);
    if (!existsSync(folder)) {
      const draft = `${folder}.draft-${process.pid}`;
      mkdirSync(draft, { recursive: true });
      writeFileSync(join(draft, "package.json"), manifest);
      await run("npm", ["install", ...npmOptions], { cwd: draft });
      if (existsSync(folder)) rmSync(draft, { recursive: true });
      else renameSync(draft, folder);
    }
    return new ConsumerTools(join(folder, "node_modules"));
  }

  /** The folder with a `node` of a version. Undefined if npm has none for this platform. */
  nodeFolder(version: NodeVersion): string | undefined {
    const folder = join(this.modules, `node-${version}-${process.platform}-${process.arch}`, "bin");
    return existsSync(folder) ? folder : undefined;
  }

  /** Path of the `tsc` script of a version. */
  tsc(version: TypeScriptVersion): string {
    return join(this.modules, `typescript-${version}`, "bin", "tsc");
  }

  /** Path of the `pnpm` script. */
  get pnpm(): string {
    return join(this.modules, "pnpm", "bin", "pnpm.mjs");
  }
}
