import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { projectDir } from "../../cli/paths";
import { homeDir } from "../../testing/home";

const run = promisify(execFile);

/** How npm installs in tests: what is in its cache is not asked for again, and no package runs a script. */
export const npmOptions = ["--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"];

/** The file that names them, with their exact versions. */
const source = join(projectDir, "test", "consumer", "tools", "package.json");

/** Major versions of Node that users have; the oldest is the oldest that the packages allow. */
export type NodeVersion = "20" | "22" | "24";

/** Major versions of TypeScript that users have. */
export type TypeScriptVersion = "5" | "6" | "7";

/** Other versions of Node and TypeScript, and pnpm, as `test/consumer/tools` names them. */
export class ConsumerTools {
  private constructor(private readonly modules: string) {}

  /** Installs them once per machine, in the cache folder. */
  static async provide(): Promise<ConsumerTools> {
    const manifest = readFileSync(source);
    const key = createHash("sha256").update(manifest).digest("hex").slice(0, 16);
    const folder = join(homeDir(), "consumer-tools", key);
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

  /** The folder with a `node` of a version; undefined where npm has none for this machine. */
  nodeFolder(version: NodeVersion): string | undefined {
    const folder = join(this.modules, `node-${version}-${process.platform}-${process.arch}`, "bin");
    return existsSync(folder) ? folder : undefined;
  }

  /** Path of the script `tsc` of a version. */
  tsc(version: TypeScriptVersion): string {
    return join(this.modules, `typescript-${version}`, "bin", "tsc");
  }

  /** Path of the script `pnpm`. */
  get pnpm(): string {
    return join(this.modules, "pnpm", "bin", "pnpm.mjs");
  }
}
