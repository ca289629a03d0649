import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { parse } from "yaml";
import { ask } from "./cloud";
import { Failure } from "./failure";
import { leftLocked } from "./locks";
import { projectDir } from "./paths";
import { endLeftovers, readPending, recoverCreates, runVariable, withRecovered } from "./recovery";
import { loopbackEndpoints } from "./stackConfig";

/** Passphrase of stack `local`: public, as its configuration and keys are. */
export const localPassphrase = "local";

export const stackName = "local";

/** What a stack run needs to know. */
export interface StackOptions {
  /** The `pulumi` to run. */
  pulumi: string;
  /** Environment of the toolchain: PATH, PULUMI_HOME and the like. */
  toolchainEnv: Record<string, string>;
  /** Folder of the state. */
  backendDir: string;
  /** Certificate authorities that the provider trusts, the local cloud's among them. */
  caBundle: string;
  /** @default the project's own Pulumi.local.yaml */
  configFile?: string;
  /** Folder of the program. @default the checkout */
  project?: string;
  /** More variables of every run. @default none */
  env?: Record<string, string>;
}

/** How an operation ended. */
export interface OperationResult {
  ok: boolean;
  /** How many resources, by operation: create, update, delete, same … */
  changes: Record<string, number>;
  /** Errors that the engine reported, as it worded them. */
  errors: string[];
  /** Warnings, likewise; for example that an interrupted run has left something in doubt. */
  warnings: string[];
  /** All that the engine would show to a person, for checks that look for secrets. */
  printed: string;
}

/** Operations on stack `local`, run by the Pulumi CLI with nothing of the user's own accounts. */
export class LocalStack {
  private readonly project: string;
  private readonly projectConfig: string;
  private readonly configFile: string;
  private readonly endpoint: string;

  constructor(private readonly options: StackOptions) {
    this.project = options.project ?? projectDir;
    this.projectConfig = join(this.project, `Pulumi.${stackName}.yaml`);
    this.configFile = options.configFile ?? this.projectConfig;
    this.endpoint = loopbackEndpoints(this.configFile)[0] ?? "";
  }

  /** The `pulumi` that it runs. */
  get pulumi(): string {
    return this.options.pulumi;
  }

  /** Environment of every run: the toolchain's, the local backend's, and none of the user's credentials. */
  environment(): NodeJS.ProcessEnv {
    const { toolchainEnv, env = {} } = this.options;
    return {
      ...withoutCredentials(process.env),
      ...toolchainEnv,
      ...this.localEnv(),
      ...proxyEnvironment(this.endpoint),
      ...env,
      [runVariable]: this.options.backendDir,
    };
  }

  private localEnv(): Record<string, string> {
    return localEnvironment(this.options.backendDir, this.options.caBundle);
  }

  /** Creates the stack when it does not exist. */
  async ensure(): Promise<void> {
    mkdirSync(this.options.backendDir, { recursive: true, mode: 0o700 });
    if (this.exists()) return this.unlock();
    const { code, stderr } = await this.capture(["stack", "init", stackName]);
    if (code !== 0) throw new Failure(`pulumi stack init ${stackName} failed:\n${stderr}`);
  }

  /** Takes the lock away that a killed run has left: nobody else would. */
  private async unlock(): Promise<void> {
    if (!leftLocked(this.options.backendDir)) return;
    endLeftovers(this.options.backendDir);
    const { code, stderr } = await this.capture(["cancel", "--yes"]);
    if (code !== 0)
      throw new Failure(`An interrupted run holds the stack, and pulumi cancel failed:\n${stderr}`);
  }

  /**
   * Takes over what a killed run was creating, or forgets it where nothing was created; answers with words about each.
   * What was being changed or deleted needs nothing: the next run does it again.
   */
  async recover(): Promise<string[]> {
    if (!this.exists()) return [];
    const { pending, ids } = readPending(this.stateFile());
    if (!pending.some(({ type }) => type === "creating")) return [];
    const [endpoint = ""] = loopbackEndpoints(this.configFile);
    const { objects, error } = await ask(endpoint, "objects");
    if (!Array.isArray(objects)) throw new Failure(`The local cloud does not say what it holds: ${error}`);
    const recovered = recoverCreates(pending, objects, ids);
    // `refresh --import-pending-creates` of the engine that is built here marks them alone, and takes nothing over.
    const exported = await this.mustRun(["stack", "export"]);
    await this.mustRun(["stack", "import"], withRecovered(exported, recovered));
    await this.mustRun(["refresh", "--yes", "--skip-preview"]);
    const kept = new Set(readPending(this.stateFile()).ids);
    return recovered.map(({ urn, id }) => {
      const name = urn.split("::").at(-1);
      return id !== undefined && kept.has(id)
        ? `${name} was being created when a run was interrupted; it is there, and taken over as ${id}.`
        : `${name} was being created when a run was interrupted; it is not there, and is created now.`;
    });
  }

  exists(): boolean {
    return existsSync(this.stateFile());
  }

  /** The file that the state is in. */
  stateFile(): string {
    const name: unknown = parse(readFileSync(join(this.project, "Pulumi.yaml"), "utf8")).name;
    return join(this.options.backendDir, ".pulumi", "stacks", String(name), `${stackName}.json`);
  }

  /** Runs a command with the terminal of the user; answers with its exit code. */
  async show(command: string[]): Promise<number> {
    if (["up", "refresh", "destroy"].includes(command[0] ?? "")) {
      for (const line of await this.recover()) process.stderr.write(`${line}\n`);
    }
    const child = spawn(this.options.pulumi, this.withStack(command), {
      cwd: this.project,
      env: this.environment(),
      stdio: "inherit",
    });
    return ended(child);
  }

  /** Runs an operation to its end and reads the engine's events. `onStep` hears of each finished resource; `kill` ends the engine at once. */
  async operate(
    command: "up" | "refresh" | "destroy",
    onStep: (finished: number, what: string) => void = () => {},
    kill?: AbortSignal,
  ): Promise<OperationResult> {
    const recovered = await this.recover();
    const args = this.withStack([command, "--yes", "--skip-preview", "--json"]);
    const child = spawn(this.options.pulumi, args, {
      cwd: this.project,
      env: this.environment(),
      stdio: ["ignore", "pipe", "pipe"],
    });
    const result: OperationResult = { ok: false, changes: {}, errors: [], warnings: [], printed: "" };
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
    const code = await ended(child);
    result.printed += stderr;
    result.ok = code === 0;
    if (!result.ok && result.errors.length === 0)
      result.errors.push(stderr.trim() || `pulumi ended with ${code}`);
    return result;
  }

  /** Outputs of the stack, secrets in the clear. */
  async outputs(): Promise<Record<string, unknown>> {
    const { code, stdout, stderr } = await this.capture(["stack", "output", "--json", "--show-secrets"]);
    if (code !== 0) throw new Failure(`The stack has no outputs yet. Run: npm run local\n${stderr.trim()}`);
    const parsed: unknown = JSON.parse(stdout);
    return typeof parsed === "object" && parsed !== null ? { ...parsed } : {};
  }

  /** Puts a secret into the configuration; it stands in no command line. */
  async setSecret(key: string, value: string): Promise<void> {
    const { code, stderr } = await this.capture(["config", "set", "--secret", key], value);
    if (code !== 0) throw new Failure(`pulumi config set --secret ${key} failed:\n${stderr}`);
  }

  private async mustRun(command: string[], input = ""): Promise<string> {
    const { code, stdout, stderr } = await this.capture(command, input);
    if (code === 0) return stdout;
    throw new Failure(`What an interrupted run left could not be taken over:\n${stdout}${stderr}`);
  }

  private async capture(
    command: string[],
    input = "",
  ): Promise<{ code: number; stdout: string; stderr: string }> {
    const isInit = command[1] === "init";
    const child = spawn(this.options.pulumi, isInit ? this.withConfig(command) : this.withStack(command), {
      cwd: this.project,
      env: this.environment(),
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
    const code = await ended(child);
    return { code, stdout, stderr };
  }

  private withStack([command = "", ...rest]: string[]): string[] {
    return this.withConfig([command, ...rest, "--stack", stackName]);
  }

  private withConfig(command: string[]): string[] {
    const takesConfig = ["up", "preview", "refresh", "destroy"].includes(command[0] ?? "");
    const own = this.configFile !== this.projectConfig && takesConfig;
    return [...command, "--non-interactive", ...(own ? ["--config-file", this.configFile] : [])];
  }
}

/**
 * The exit code of a run of pulumi. An interrupt is left to pulumi, which then ends what it is doing, writes its
 * state and stops its plugins: this process stays until that is done.
 */
async function ended(child: ChildProcess): Promise<number> {
  // The terminal sends an interrupt to both; a request to terminate comes to this process alone.
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

/** What makes `pulumi` use the state and the certificates of the local cloud. */
export function localEnvironment(backendDir: string, caBundle: string): Record<string, string> {
  return {
    PULUMI_BACKEND_URL: pathToFileURL(backendDir).href,
    PULUMI_CONFIG_PASSPHRASE: localPassphrase,
    SSL_CERT_FILE: caBundle,
  };
}

/**
 * Lets the provider reach a log project, whose host is a name below localhost that not every system resolves: the local
 * cloud is its proxy, and takes it nowhere else. All else is on loopback, which needs none.
 */
export function proxyEnvironment(endpoint: string): Record<string, string> {
  const proxy = `http://${endpoint}`;
  // One of the provider's clients compares with the port, the other without. localhost would mean the names below too.
  return { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, NO_PROXY: `127.0.0.1,${endpoint}` };
}

/** Variables that would let a local run see a real account, or go around loopback. */
const foreign =
  /^(ALICLOUD_|ALIBABA_CLOUD_|ALIBABACLOUD_|TF_|PULUMI_ACCESS_TOKEN|HTTPS?_PROXY|https?_proxy|ALL_PROXY|all_proxy)/;

function withoutCredentials(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(
    ([name]) => !foreign.test(name) || name.startsWith("ALICLOUD_VPC_API_"),
  );
  // A profile of the user's in the home folder is not read either.
  return {
    ...Object.fromEntries(kept),
    ALIBABA_CLOUD_CREDENTIALS_FILE: "/dev/null",
    ALIBABA_CLOUD_PROFILE: "local",
  };
}

interface EngineEvent {
  resOutputsEvent?: { metadata?: { urn?: string; op?: string } };
  diagnosticEvent?: { severity?: string; message?: string };
  summaryEvent?: { resourceChanges?: Record<string, number> };
}

/** Notes an event of the engine in the result; answers with the name of a resource that it finished. */
function readEvent(line: string, result: OperationResult): string | undefined {
  const event: EngineEvent = line.startsWith("{") ? JSON.parse(line) : {};
  // The SDK's debug messages hold secrets in the clear; the engine shows them to programs only.
  if (event.diagnosticEvent?.severity === "debug") return undefined;
  result.printed += `${line}\n`;
  if (event.summaryEvent?.resourceChanges) result.changes = event.summaryEvent.resourceChanges;
  const { severity, message } = event.diagnosticEvent ?? {};
  if (severity === "error" && message) result.errors.push(plain(message));
  if (severity === "warning" && message) result.warnings.push(plain(message));
  const { urn, op } = event.resOutputsEvent?.metadata ?? {};
  return urn && op !== "same" ? urn.split("::").at(-1) : undefined;
}

/** The engine's own colour marks, `<{%reset%}>`, removed. */
function plain(message: string): string {
  return message.replace(/<\{%[^%]*%\}>/g, "").trim();
}
