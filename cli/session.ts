import { join } from "node:path";
import { homeDir } from "../testing/home";
import { provideToolchain } from "../toolchain";
import { buildPackage } from "./build";
import { findCloud, logFile, type RunningCloud, startCloud } from "./cloud";
import { type LocalDirs, localDirs, projectDir } from "./paths";
import { Progress } from "./progress";
import { LocalStack } from "./pulumi";
import { loopbackEndpoints } from "./stackConfig";

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
export function toolchain() {
  return provideToolchain({ home: homeDir(), report: (line) => process.stderr.write(`${line}\n`) });
}

/** Starts the local cloud if it does not run, and prepares stack `local` on it. */
export async function openSession(dirs: LocalDirs = localDirs()): Promise<Session> {
  loopbackEndpoints();
  const provided = await toolchain();
  await buildPackage();
  const cloud = (await findCloud(dirs.cloud)) ?? (await startWithProgress(dirs));
  const stack = new LocalStack({
    toolchain: provided,
    dirs,
    policy: localPolicy,
    cloud: { pid: cloud.pid, logFile: logFile(dirs.cloud) },
  });
  await stack.ensure();
  return { cloud, stack };
}

async function startWithProgress(dirs: LocalDirs): Promise<RunningCloud> {
  const progress = new Progress("Starting the local cloud", 2);
  try {
    const cloud = await startCloud(dirs.cloud);
    progress.end(`on ${cloud.endpoint}`);
    return cloud;
  } catch (error) {
    progress.end("failed");
    throw error;
  }
}
