import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findCloud, logFile, type RunningCloud, startCloud, stopCloud } from "../../../cli/cloud";
import type { OperationResult } from "../../../cli/engineEvents";
import { locateDirs } from "../../../cli/paths";
import { isAlive } from "../../../cli/processes";
import { LocalStack, type Operation } from "../../../cli/pulumi";
import { writeConfigFor } from "../../../cli/stackConfig";
import { readOutputs } from "../../../cli/stackOutputs";
import { findFreePorts } from "../../../cli/verify/ports";
import { accessKey } from "../../../local/services/common/regions";
import { ask } from "../../../testing/ask";
import { callApi } from "../../../testing/call";
import type { Toolchain } from "../../../toolchain";
import { findProcesses, type Target } from "./processes";

/** The tutorial's stack on a local cloud of its own, whose processes are killed. */
export class Subject {
  readonly dirs;
  private port = 0;
  private cloud!: RunningCloud;
  private stack!: LocalStack;

  constructor(
    private readonly base: string,
    private readonly toolchain: Toolchain,
  ) {
    this.dirs = locateDirs(base);
  }

  async start(): Promise<void> {
    mkdirSync(this.base, { recursive: true, mode: 0o700 });
    this.port = await findFreePorts(3);
    await this.resume();
  }

  /** Does what each command of `npm run local` does first: starts the local cloud if it has ended, unlocks the stack. */
  async resume(): Promise<void> {
    this.cloud = (await findCloud(this.dirs.cloud)) ?? (await this.startAgain());
    const configFile = join(this.base, "Pulumi.local.yaml");
    writeConfigFor({ ...this.cloud, ...accessKey }, configFile);
    this.stack = new LocalStack({
      toolchain: this.toolchain,
      dirs: this.dirs,
      configFile,
      cloud: { pid: this.cloud.pid, logFile: logFile(this.dirs.cloud) },
      env: { PULUMI_NODEJS_TRANSPILE_ONLY: "true" },
    });
    await this.stack.ensure();
  }

  /** A killed local cloud holds its folder for 10 seconds. The CLI tells a user who is faster. */
  private async startAgain(): Promise<RunningCloud> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await startCloud(this.dirs.cloud, this.port);
      } catch (error) {
        if (attempt === 10 || !String(error).includes("up to 10 seconds ago")) throw error;
        await sleep(2_000);
      }
    }
  }

  operate(operation: Operation): Promise<OperationResult> {
    return this.stack.operate(operation);
  }

  /**
   * Runs an operation and kills a process of it.
   *
   * @param after - milliseconds from the start of the operation
   * @returns the result, and the milliseconds after which the process was killed; undefined if none was running then
   */
  async operateAndKill(
    operation: Operation,
    target: Target,
    after: number,
  ): Promise<{ result: OperationResult; killedAfter: number | undefined }> {
    const started = performance.now();
    let ended = false;
    const running = this.stack.operate(operation).finally(() => {
      ended = true;
    });
    await Promise.race([sleep(after), running]);
    let killedAfter: number | undefined;
    while (!ended && killedAfter === undefined) {
      if (this.kill(target)) killedAfter = performance.now() - started;
      else await sleep(20);
    }
    return { result: await running, killedAfter };
  }

  private kill(target: Target): boolean {
    const pids = target === "cloud" ? [this.cloud.pid] : findProcesses(target, this.dirs.backend);
    for (const pid of pids) process.kill(pid, "SIGKILL");
    return pids.length > 0;
  }

  /** Number of resources in the cloud by kind. */
  async holdings(): Promise<Record<string, number>> {
    const { byKind } = await ask(this.cloud.endpoint, "resources");
    return { ...(byKind as Record<string, number>) };
  }

  /** Status of a call of the API. */
  async call(): Promise<number> {
    const { apps, subDomain, path } = readOutputs(await this.stack.outputs());
    const [credentials] = Object.values(apps);
    const answer = await callApi({
      gateway: this.cloud.gateway,
      host: subDomain,
      path,
      auth: "header",
      credentials,
    });
    return answer.status;
  }

  async stop(): Promise<void> {
    await stopCloud(this.dirs.cloud);
    assert.ok(!isAlive(this.cloud.pid));
  }
}
