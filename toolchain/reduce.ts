import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { buildError } from "./buildError";
import { locateToolchain } from "./cache";
import { createBuildEnvironment, reducerFolder } from "./key";
import { findPart } from "./parts";
import type { Platform } from "./platform";
import { capture } from "./run";

/** Inputs of the reduction of modules. */
export interface ReduceSettings {
  readonly home: string;
  /** The toolchain folder of the checkout. */
  readonly root: string;
  readonly platform: Platform;
  readonly signal: AbortSignal;
  readonly environment: NodeJS.ProcessEnv;
  /**
   * Copies the provider's acceptance tests too: those of the resources that the plugin serves, and of these.
   *
   * @default no tests
   */
  readonly tested?: readonly string[];
}

const prefix = "reduced-";

/**
 * Runs `work` with a go.mod for the plugins that uses reduced copies of their modules. The first request of `work`
 * creates the copies, and the end of `work` removes them. The caller must hold the toolchain's lock.
 */
export async function withReducedModules<T>(
  settings: ReduceSettings,
  work: (reducedModules: () => Promise<string>) => Promise<T>,
): Promise<T> {
  const parent = locateToolchain(settings.home);
  mkdirSync(parent, { recursive: true });
  for (const left of readdirSync(parent).filter((name) => name.startsWith(prefix))) {
    rmSync(join(parent, left), { recursive: true, force: true });
  }
  const folder = mkdtempSync(join(parent, prefix));
  let modfile: Promise<string> | undefined;
  try {
    return await work(() => {
      modfile ??= reduceModules(settings, folder);
      return modfile;
    });
  } finally {
    await modfile?.catch(() => undefined);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function reduceModules(settings: ReduceSettings, folder: string): Promise<string> {
  const { root, platform, signal, tested } = settings;
  const env = { ...settings.environment, ...createBuildEnvironment(platform) };
  const run = async (program: string, words: readonly string[], cwd: string) => {
    const { missing, code, stdout, stderr } = await capture(program, words, { cwd, env, signal });
    if (missing || code !== 0) {
      const output = missing ? `${program} cannot be run` : stdout + stderr;
      throw buildError({ what: "Reducing the modules of the plugins", ended: code ?? "SIGKILL", output });
    }
  };
  const reducer = join(folder, "reduce");
  const modules = join(folder, "modules");
  await run("go", ["build", "-trimpath", "-buildvcs=false", "-o", reducer, "."], join(root, reducerFolder));
  const words = tested === undefined ? [".", modules] : ["-tests", ".", modules, ...tested];
  await run(reducer, words, join(root, findPart("alicloud").build.module));
  return join(modules, "go.mod");
}
