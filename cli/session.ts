import { join } from "node:path";
import { locateHome } from "../testing/home";
import { provideToolchain } from "../toolchain";
import { buildPackage } from "./build";
import { findCloud, logFile, type RunningCloud, readStatus, startCloud } from "./cloud";
import { Failure } from "./failure";
import { type LocalDirs, locateDirs, projectDir } from "./paths";
import { Progress } from "./progress";
import { LocalStack } from "./pulumi";
import { readLoopbackEndpoints } from "./stackConfig";

/** Policy pack of stack `local`, with the configuration for the tutorial. */
export const localPolicy = {
  pack: join(projectDir, "policy"),
  config: join(projectDir, "Pulumi.local.policy.json"),
};

/** A running local cloud and its stack. */
export interface Session {
  cloud: RunningCloud;
  stack: LocalStack;
}

/** Provides the toolchain. Reports steps that take time. */
export function prepareToolchain() {
  return provideToolchain({ home: locateHome(), report: (line) => process.stderr.write(`${line}\n`) });
}

/** Starts the local cloud if it does not run, and prepares stack `local` on it. */
export async function openSession(
  dirs: LocalDirs = locateDirs(),
  realistic?: { seed: number },
): Promise<Session> {
  readLoopbackEndpoints();
  const provided = await prepareToolchain();
  await buildPackage();
  const found = await findCloud(dirs.cloud);
  if (found && realistic) await requireRealistic(found, realistic.seed);
  const cloud = found ?? (await startWithProgress(dirs, realistic));
  const stack = new LocalStack({
    toolchain: provided,
    dirs,
    policy: localPolicy,
    cloud: { pid: cloud.pid, logFile: logFile(dirs.cloud) },
  });
  await stack.ensure();
  return { cloud, stack };
}

/** Fails if a running local cloud has other delays. */
async function requireRealistic({ endpoint }: RunningCloud, seed: number): Promise<void> {
  const { realistic } = await readStatus(endpoint);
  if (realistic?.seed === seed) return;
  const present = realistic ? `with seed ${realistic.seed}` : "without --realistic";
  throw new Failure(`The local cloud runs ${present}. Stop it first: npm run local -- stop`);
}

async function startWithProgress(dirs: LocalDirs, realistic?: { seed: number }): Promise<RunningCloud> {
  const progress = new Progress("Starting the local cloud", 2);
  try {
    const cloud = await startCloud(dirs.cloud, undefined, realistic);
    progress.end(`on ${cloud.endpoint}`);
    return cloud;
  } catch (error) {
    progress.end("failed");
    throw error;
  }
}
