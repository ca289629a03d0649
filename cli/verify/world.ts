import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ActionUse } from "../../local/console/actions";
import { ask } from "../../testing/ask";
import { locateBundle } from "../../testing/authorities";
import { type ApiAnswer, type ApiCall, callApi } from "../../testing/call";
import { type LocalCloud, startLocalCloud } from "../../testing/localCloud";
import type { Toolchain } from "../../toolchain";
import type { OperationResult } from "../engineEvents";
import { Failure } from "../failure";
import { type LocalDirs, locateDirs, projectDir } from "../paths";
import { LocalStack, type Operation } from "../pulumi";
import { setConfig, writeConfigFor } from "../stackConfig";
import { listCallers, mergeCalls } from "./calls";
import { CloudClients } from "./cloudClients";
import { findFreePorts } from "./ports";
import type { Report } from "./report";
import { layOut } from "./workspace";

/** Control plane, gateway, and gateway for callers in a VPC. */
const cloudPorts = 3;

/** A call that uses outputs of the stack. */
export interface OutputCall {
  /** Output with the URL, or a value inside it: `OUTPUT.KEY`. @default "url" */
  url?: string;
  /** Output with the AppCode. `false` for an anonymous call. @default "appCode" */
  appCode?: string | false;
  /** Values of the `[name]` parameters in the URL. @default no parameters */
  parameters?: Record<string, string>;
}

/** Environment of a scenario: a local cloud, a state and a program. */
export class World {
  readonly dirs: LocalDirs;
  /** All output of the engine, and the log of the local cloud. */
  printed = "";
  cloud!: LocalCloud;
  stack!: LocalStack;
  clients!: CloudClients;
  /** Outputs of the stack after its last operation, once they are read. */
  private outputs: Record<string, unknown> | undefined;

  constructor(
    readonly base: string,
    readonly report: Report,
    private readonly toolchain: Toolchain,
    /** Folder whose node_modules contains the packages. */
    private readonly workspace: string,
  ) {
    this.dirs = locateDirs(base);
  }

  async start(): Promise<void> {
    mkdirSync(this.base, { recursive: true, mode: 0o700 });
    await this.startAt(await findFreePorts(cloudPorts));
    this.clients = new CloudClients(this.cloud);
  }

  private async startAt(port: number): Promise<void> {
    const log = (line: string) => {
      this.printed += `${line}\n`;
    };
    this.cloud = await startLocalCloud({ folder: this.base, port, log });
  }

  /** Creates a stack on this local cloud, for a folder of `examples` or for the checkout's own program. */
  async createStack(
    example: string | undefined,
    config: Record<string, unknown>,
    { env = {}, secrets = {}, files = {}, endpoint = this.cloud.endpoint }: StackSettings = {},
  ): Promise<LocalStack> {
    const project = example === undefined ? projectDir : layOut(this.workspace, this.base, example, files);
    const configFile = join(example === undefined ? this.base : project, "Pulumi.local.yaml");
    writeConfigFor({ gateway: this.cloud.gateway, endpoint }, configFile, config);
    const stack = new LocalStack({
      toolchain: this.toolchain,
      dirs: this.dirs,
      configFile,
      project,
      // Another test type-checks the programs. Type checking in each run takes seconds.
      env: { PULUMI_NODEJS_TRANSPILE_ONLY: "true", ...env },
    });
    await stack.ensure();
    for (const [key, value] of Object.entries(secrets)) await stack.setSecret(key, value);
    return stack;
  }

  /** Runs an operation and records its duration. */
  async operate(command: Operation, name: string = command, stack = this.stack): Promise<OperationResult> {
    this.outputs = undefined;
    const result = await this.report.measure(name, () => stack.operate(command));
    this.printed += result.printed;
    return result;
  }

  /** Changes the program or the configuration of the stack. The next operation uses the change. */
  change({ config = {}, edits = {} }: Edit): void {
    const { project, configFile } = this.stack;
    for (const [name, [was, is]] of Object.entries(edits)) {
      const file = join(project, name);
      const text = readFileSync(file, "utf8");
      if (text.split(was).length !== 2)
        throw new Failure(`${name} must contain ${JSON.stringify(was)} exactly once.`);
      writeFileSync(
        file,
        text.replace(was, () => is),
      );
    }
    if (Object.keys(config).length > 0) setConfig(configFile, config);
  }

  /** Calls a URL from the outputs of the stack. HTTPS URLs are called over TLS. */
  async call(call: OutputCall): Promise<ApiAnswer> {
    return callApi(await this.createCall(call));
  }

  /** Creates a reusable call from the current outputs of the stack. */
  async createCall({ url = "url", appCode = "appCode", parameters = {} }: OutputCall): Promise<ApiCall> {
    this.outputs ??= await this.stack.outputs();
    const { outputs } = this;
    const readOutput = (name: string) =>
      String(name.split(".").reduce((value: unknown, key) => Object(value)[key], outputs));
    const address = readOutput(url).replace(/\[(\w+)\]/g, (_, name: string) => parameters[name] ?? "");
    const { protocol, hostname, pathname } = new URL(address);
    return {
      gateway: this.cloud.gateway,
      host: hostname,
      path: pathname,
      auth: appCode === false ? "none" : "header",
      ...(appCode === false
        ? {}
        : { credentials: { appCode: readOutput(appCode), appKey: "", appSecret: "" } }),
      ...(protocol === "https:" ? { ca: this.readAuthorities() } : {}),
    };
  }

  /** Counts the resources of the local cloud. */
  async countResources(): Promise<number> {
    return (await this.cloud.resources()).total;
  }

  /** Counts the calls of actions that may change the local cloud. */
  async countWrites(): Promise<number> {
    const writing = (await this.listActions()).filter(({ writes }) => writes);
    return writing.flatMap(({ callers }) => Object.values(callers)).reduce((sum, calls) => sum + calls, 0);
  }

  /** Lists the actions of the local cloud, with their callers since its last start. */
  private async listActions(): Promise<ActionUse[]> {
    const { actions, error } = await ask(this.cloud.endpoint, "actions");
    if (!Array.isArray(actions)) throw new Failure(`The local cloud did not list its calls: ${error}`);
    return actions;
  }

  /** Stops the local cloud, which resets its counts. */
  async stop(): Promise<void> {
    const { result } = this.report;
    result.calls = mergeCalls(result.calls, listCallers(await this.listActions()));
    await this.cloud.stop();
  }

  /** Restarts the local cloud at the same address. */
  async restart(): Promise<void> {
    await this.stop();
    await this.startAt(Number(this.cloud.endpoint.split(":").at(-1)));
  }

  /** Functions that run at the end. */
  readonly closing: (() => void)[] = [];

  /** Certificates that a client trusts: the local cloud's authority, and those that a scenario adds. */
  trusted: string[] = [];

  private readAuthorities(): string {
    return [readFileSync(locateBundle(this.dirs.cloud), "utf8"), ...this.trusted].join("\n");
  }
}

/** A change of a stack by its user. */
export interface Edit {
  /** Values of the configuration. */
  config?: Record<string, unknown>;
  /** Replacements in files of the project. The old text occurs once in the file. */
  edits?: Record<string, readonly [was: string, is: string]>;
}

/** Additional values of a stack besides its configuration. */
export interface StackSettings {
  /** Additional variables of every run. */
  env?: Record<string, string>;
  /** Secret configuration. */
  secrets?: Record<string, string>;
  /** Additional files of the project, by path. */
  files?: Record<string, string>;
  /** Endpoint of the local cloud for the provider. @default the endpoint of the local cloud */
  endpoint?: string;
}
