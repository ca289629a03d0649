import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parse } from "yaml";
import { ask } from "../testing/ask";
import { locateBundle } from "../testing/authorities";
import { createLocalEnvironment, createProxyEnvironment, omitCredentials } from "../testing/environment";
import type { Toolchain } from "../toolchain";
import { type WatchedCloud, watchCloud } from "./cloudWatch";
import { type OperationResult, readEvent } from "./engineEvents";
import { Failure } from "./failure";
import { rememberHostName } from "./hostNames";
import { findLeftLock, removeHalfWritten } from "./locks";
import { type LocalDirs, projectDir } from "./paths";
import { endLeftovers, readPending, recoverCreates, runVariable, withRecovered } from "./recovery";
import { readLoopbackEndpoints } from "./stackConfig";

export const stackName = "local";

/** Arguments of {@link LocalStack}. */
export interface StackOptions {
  /** The engine, with its variables: PATH, PULUMI_HOME and others. */
  toolchain: Pick<Toolchain, "pulumi" | "env">;
  /** Folders of the local cloud and of the state. */
  dirs: LocalDirs;
  /** Configuration file of the stack. @default Pulumi.local.yaml of the project */
  configFile?: string;
  /** Folder of the program. @default the checkout */
  project?: string;
  /** The local cloud, to report that it has ended. @default runs do not notice it */
  cloud?: WatchedCloud;
  /** Additional variables of every run. @default no variables */
  env?: Record<string, string>;
  /** Policy pack of updates and previews, with its configuration file. @default no policy pack */
  policy?: { pack: string; config: string };
}

/** Operation on a stack. `preview` changes nothing. */
export type Operation = "preview" | "up" | "refresh" | "destroy";

/** Runs operations of the Pulumi CLI on stack `local`, without the user's accounts. */
export class LocalStack {
  /** Folder of the program. */
  readonly project: string;
  /** File of the stack's configuration. */
  readonly configFile: string;
  private readonly projectConfig: string;
  private readonly endpoint: string;
  /** Folder of the state. */
  private readonly backendDir: string;

  constructor(private readonly options: StackOptions) {
    this.backendDir = options.dirs.backend;
    this.project = options.project ?? projectDir;
    this.projectConfig = join(this.project, `Pulumi.${stackName}.yaml`);
    this.configFile = options.configFile ?? this.projectConfig;
    this.endpoint = readLoopbackEndpoints(this.configFile)[0] ?? "";
  }

  /** Path of the `pulumi` executable. */
  get pulumi(): string {
    return this.options.toolchain.pulumi;
  }

  /** Environment of every run: the toolchain's variables and the local backend, without the user's credentials. */
  createEnvironment(): NodeJS.ProcessEnv {
    const { toolchain, dirs, env = {} } = this.options;
    return {
      ...omitCredentials(process.env),
      ...toolchain.env,
      ...createLocalEnvironment(dirs.backend, locateBundle(dirs.cloud)),
      ...createProxyEnvironment(this.endpoint),
      ...env,
      [runVariable]: dirs.backend,
    };
  }

  /** Creates the stack if it does not exist. */
  async ensure(): Promise<void> {
    mkdirSync(this.backendDir, { recursive: true, mode: 0o700 });
    if (this.exists()) await this.unlock();
    rememberHostName(this.backendDir);
    if (this.exists()) return;
    const { code, stderr } = await this.capture(["stack", "init", stackName]);
    if (code !== 0) throw new Failure(`pulumi stack init ${stackName} failed:\n${stderr}`);
  }

  /** Removes the lock of a killed run. Pulumi does not remove it. */
  private async unlock(): Promise<void> {
    const lockedSince = findLeftLock(this.backendDir);
    if (lockedSince === undefined) return;
    if (lockedSince !== "") this.writeRun(lockedSince, false);
    endLeftovers(this.backendDir);
    removeHalfWritten(this.backendDir);
    const { code, stderr } = await this.capture(["cancel", "--yes"]);
    if (code !== 0)
      throw new Failure(`An interrupted run has locked the stack, and pulumi cancel failed:\n${stderr}`);
  }

  /**
   * Adopts the resources that a killed run was creating, or drops the pending operation if nothing was created. Returns
   * a message about each resource. The next run repeats interrupted updates and deletions. An `up` refreshes the state
   * before: a deletion may have taken effect although the state does not contain it.
   */
  async recover(command: string): Promise<string[]> {
    if (!this.exists()) return [];
    const { pending, ids, regions } = readPending(this.locateStateFile());
    if (!pending.some(({ type }) => type === "creating")) {
      return command === "up" && this.readRun()?.succeeded === false ? this.refreshAfterFailure() : [];
    }
    const [endpoint = ""] = readLoopbackEndpoints(this.configFile);
    const { objects, error } = await ask(endpoint, "objects");
    if (!Array.isArray(objects)) throw new Failure(`The local cloud did not list its resources: ${error}`);
    const recovered = recoverCreates(pending, objects, {
      startedAt: this.readRun()?.startedAt,
      ids,
      regions,
    });
    // `refresh --import-pending-creates` of the engine that the toolchain builds only marks these resources. It adopts
    // none.
    const exported = await this.runOrFail(["stack", "export"]);
    await this.runOrFail(["stack", "import"], withRecovered(exported, recovered));
    await this.runOrFail(["refresh", "--yes", "--skip-preview"]);
    const kept = new Set(readPending(this.locateStateFile()).ids);
    return recovered.map(({ urn, id, untold, doubtful }) => {
      const name = urn.split("::").at(-1);
      if (doubtful) {
        return `${name} was being created when a run was interrupted. It is created now, because it is not certain whether ${doubtful.join(" or ")} is the result. Delete what you do not need.`;
      }
      if (untold) {
        const type = urn.split("::").at(-2)?.split("$").at(-1);
        return `${name} was being created when a run was interrupted. It is created now, because resources of type ${type} cannot be looked up. If it exists already, the local cloud has it twice.`;
      }
      return id !== undefined && kept.has(id)
        ? `${name} was being created when a run was interrupted. It exists and is adopted as ${id}.`
        : `${name} was being created when a run was interrupted. It does not exist and is created now.`;
    });
  }

  /** File about the last run that can have changed resources. */
  private runFile(): string {
    return join(this.backendDir, "run.json");
  }

  private writeRun(startedAt: string, succeeded: boolean): void {
    writeFileSync(this.runFile(), JSON.stringify({ startedAt, succeeded }), { mode: 0o600 });
  }

  private readRun(): { startedAt: string; succeeded: boolean } | undefined {
    return existsSync(this.runFile()) ? JSON.parse(readFileSync(this.runFile(), "utf8")) : undefined;
  }

  /** Notes the start of a run that can change resources. Returns a function that notes its end. */
  private noteRun(): (succeeded: boolean) => void {
    const startedAt = new Date().toISOString();
    this.writeRun(startedAt, false);
    return (succeeded) => this.writeRun(startedAt, succeeded);
  }

  private async refreshAfterFailure(): Promise<string[]> {
    const { code, stdout, stderr } = await this.capture(["refresh", "--yes", "--skip-preview"]);
    if (code === 0) return [];
    return [`The last run did not succeed, and the state could not be refreshed since:\n${stdout}${stderr}`];
  }

  exists(): boolean {
    return existsSync(this.locateStateFile());
  }

  /** Path of the state file. */
  locateStateFile(): string {
    const name: unknown = parse(readFileSync(join(this.project, "Pulumi.yaml"), "utf8")).name;
    return join(this.backendDir, ".pulumi", "stacks", String(name), `${stackName}.json`);
  }

  /** Runs a command in the user's terminal. Returns its exit code. */
  async show(command: string[]): Promise<number> {
    const [operation = ""] = command;
    let note = (_: boolean) => {};
    if (["up", "refresh", "destroy"].includes(operation)) {
      for (const line of await this.recover(operation)) process.stderr.write(`${line}\n`);
      note = this.noteRun();
    }
    const child = spawn(this.pulumi, this.withStack(command), {
      cwd: this.project,
      env: this.createEnvironment(),
      stdio: "inherit",
    });
    const code = await this.watch(child, (message) => process.stderr.write(`${message}\n`));
    note(code === 0);
    return code;
  }

  /** Waits for pulumi, and reports once if the local cloud has ended. */
  private async watch(child: ChildProcess, report: (message: string) => void): Promise<number> {
    const { cloud } = this.options;
    let reported = false;
    const reportOnce = (message: string) => {
      if (!reported) report(message);
      reported = true;
    };
    const stopWatch = cloud && watchCloud(cloud, child, reportOnce);
    const code = await waitForEnd(child);
    const message = stopWatch?.();
    if (message !== undefined) reportOnce(message);
    return code;
  }

  /**
   * Runs an operation and reads the events of the engine. `onStep` receives the name of each finished resource. `kill`
   * ends the engine immediately.
   */
  async operate(
    command: Operation,
    onStep: (finished: number, what: string) => void = () => {},
    kill?: AbortSignal,
  ): Promise<OperationResult> {
    const previews = command === "preview";
    const recovered = previews ? [] : await this.recover(command);
    const note = previews ? () => {} : this.noteRun();
    const args = this.withStack([command, ...(previews ? [] : ["--yes", "--skip-preview"]), "--json"]);
    const child = spawn(this.pulumi, args, {
      cwd: this.project,
      // Makes a preview write one event per line as well, as it happens.
      env: { ...this.createEnvironment(), PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const result: OperationResult = {
      ok: false,
      changes: {},
      steps: [],
      errors: [],
      warnings: [],
      printed: "",
    };
    result.warnings.push(...recovered);
    kill?.addEventListener("abort", () => child.kill("SIGKILL"), { once: true });
    let finished = 0;
    createInterface({ input: child.stdout }).on("line", (line) => {
      const step = readEvent(line, result);
      if (step) onStep(++finished, step);
    });
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk;
    });
    const code = await this.watch(child, (message) => result.errors.push(message));
    result.printed += stderr;
    result.ok = code === 0;
    note(result.ok);
    if (!result.ok && result.errors.length === 0)
      result.errors.push(stderr.trim() || `pulumi ended with ${code}`);
    return result;
  }

  /** Reads the outputs of the stack, with secrets in plain text. */
  async outputs(): Promise<Record<string, unknown>> {
    const { code, stdout, stderr } = await this.capture(["stack", "output", "--json", "--show-secrets"]);
    if (code !== 0) throw new Failure(`The stack has no outputs yet. Run: npm run local\n${stderr.trim()}`);
    const parsed: unknown = JSON.parse(stdout);
    return typeof parsed === "object" && parsed !== null ? { ...parsed } : {};
  }

  /** Writes a secret to the configuration. The value does not appear in a command line. */
  async setSecret(key: string, value: string): Promise<void> {
    const { code, stderr } = await this.capture(["config", "set", "--secret", key], value);
    if (code !== 0) throw new Failure(`pulumi config set --secret ${key} failed:\n${stderr}`);
  }

  private async runOrFail(command: string[], input = ""): Promise<string> {
    const { code, stdout, stderr } = await this.capture(command, input);
    if (code === 0) return stdout;
    throw new Failure(`The resources of an interrupted run could not be adopted:\n${stdout}${stderr}`);
  }

  private async capture(
    command: string[],
    input = "",
  ): Promise<{ code: number; stdout: string; stderr: string }> {
    const isInit = command[1] === "init";
    const child = spawn(this.pulumi, isInit ? this.withConfig(command) : this.withStack(command), {
      cwd: this.project,
      env: this.createEnvironment(),
      stdio: ["pipe", "pipe", "pipe"],
    });
    child.stdin.end(input);
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk;
    });
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk;
    });
    const code = await waitForEnd(child);
    return { code, stdout, stderr };
  }

  private withStack([command = "", ...rest]: string[]): string[] {
    return this.withConfig([command, ...rest, "--stack", stackName]);
  }

  private withConfig(command: string[]): string[] {
    const takesConfig = ["up", "preview", "refresh", "destroy"].includes(command[0] ?? "");
    const own = this.configFile !== this.projectConfig && takesConfig;
    const { policy } = this.options;
    const judged = policy && ["up", "preview"].includes(command[0] ?? "");
    return [
      ...command,
      "--non-interactive",
      ...(own ? ["--config-file", this.configFile] : []),
      ...(judged ? ["--policy-pack", policy.pack, "--policy-pack-config", policy.config] : []),
    ];
  }
}

/**
 * Waits for pulumi and returns its exit code. On an interrupt, pulumi ends its current operations, writes the state and
 * stops its plugins. This process waits for that.
 */
async function waitForEnd(child: ChildProcess): Promise<number> {
  // The terminal sends an interrupt to both processes. A request to terminate reaches this process only.
  const wait = () => {};
  const passOn = () => child.kill("SIGINT");
  process.on("SIGINT", wait);
  process.on("SIGTERM", passOn);
  try {
    return await new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => resolve(code ?? 1));
    });
  } finally {
    process.removeListener("SIGINT", wait);
    process.removeListener("SIGTERM", passOn);
  }
}
