import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ActionUse } from "../../local/console/actions";
import { ask } from "../../testing/ask";
import { bundleIn } from "../../testing/authorities";
import { type ApiAnswer, type ApiCall, callApi } from "../../testing/call";
import type { Toolchain } from "../../toolchain";
import type { OperationResult } from "../engineEvents";
import { Failure } from "../failure";
import { type LocalDirs, localDirs, projectDir } from "../paths";
import { LocalStack, type Operation } from "../pulumi";
import { setConfig, writeConfigFor } from "../stackConfig";
import { bothCalls, callsOf } from "./calls";
import { CloudClients } from "./cloudClients";
import { freePorts } from "./ports";
import type { Report } from "./report";
import { type Served, Server } from "./server";
import { layOut } from "./workspace";

/** Control plane, gateway, and the gateway's door for callers in a VPC. */
const portsOfCloud = 3;

/** What a call is to be made of, by the stack's outputs. */
export interface OutputCall {
  /** Output with the address, or a part of one: `OUTPUT.KEY`. @default "url" */
  url?: string;
  /** Output with the AppCode; `false` for an anonymous call. @default "appCode" */
  appCode?: string | false;
  /** Values of the address's `[name]` parameters. @default none */
  parameters?: Record<string, string>;
}

/** A local cloud, a state and a program of a scenario's own. */
export class World {
  readonly dirs: LocalDirs;
  readonly server: Server;
  /** All that the engine printed. */
  printed = "";
  served!: Served;
  stack!: LocalStack;
  clients!: CloudClients;

  constructor(
    readonly base: string,
    readonly report: Report,
    private readonly toolchain: Toolchain,
    /** Folder whose node_modules has the packages. */
    private readonly workspace: string,
  ) {
    this.dirs = localDirs(base);
    this.server = new Server(this.dirs.cloud);
  }

  async start(): Promise<void> {
    mkdirSync(this.base, { recursive: true, mode: 0o700 });
    this.served = await this.server.start(await freePorts(portsOfCloud));
    this.clients = new CloudClients(this.served);
  }

  /** A stack of a program on this local cloud: of a folder of `examples`, or without one the checkout's own. */
  async stackOf(
    example: string | undefined,
    config: Record<string, unknown>,
    { env = {}, secrets = {}, files = {}, endpoint = this.served.endpoint }: StackSettings = {},
  ): Promise<LocalStack> {
    const project = example === undefined ? projectDir : layOut(this.workspace, this.base, example, files);
    const configFile = join(example === undefined ? this.base : project, "Pulumi.local.yaml");
    writeConfigFor({ ...this.served, endpoint }, configFile, config);
    const stack = new LocalStack({
      pulumi: this.toolchain.pulumi,
      toolchainEnv: { ...this.toolchain.env },
      backendDir: this.dirs.backend,
      caBundle: bundleIn(this.dirs.cloud),
      configFile,
      project,
      // A test of its own type-checks the programs: to do it at each run takes seconds.
      env: { PULUMI_NODEJS_TRANSPILE_ONLY: "true", ...env },
    });
    await stack.ensure();
    for (const [key, value] of Object.entries(secrets)) await stack.setSecret(key, value);
    return stack;
  }

  /** Runs an operation; the report gets its time. */
  async operate(command: Operation, name: string = command, stack = this.stack): Promise<OperationResult> {
    const result = await this.report.timed(name, () => stack.operate(command));
    this.printed += result.printed;
    return result;
  }

  /** Changes the stack's program or configuration; the next operation is the first to see it. */
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

  /** Calls an address that the stack put out: over TLS where it is one of HTTPS. */
  async call(call: OutputCall): Promise<ApiAnswer> {
    return callApi(await this.apiCall(call));
  }

  /** A call by the stack's outputs of now, for as many times as it is wanted. */
  async apiCall({ url = "url", appCode = "appCode", parameters = {} }: OutputCall): Promise<ApiCall> {
    const outputs = await this.stack.outputs();
    const output = (name: string) =>
      String(name.split(".").reduce((value: unknown, key) => Object(value)[key], outputs));
    const address = output(url).replace(/\[(\w+)\]/g, (_, name: string) => parameters[name] ?? "");
    const { protocol, hostname, pathname } = new URL(address);
    return {
      gateway: this.served.gateway,
      host: hostname,
      path: pathname,
      auth: appCode === false ? "none" : "header",
      ...(appCode === false ? {} : { credentials: { appCode: output(appCode), appKey: "", appSecret: "" } }),
      ...(protocol === "https:" ? { ca: this.authorities() } : {}),
    };
  }

  /** How many things the local cloud holds. */
  async holds(): Promise<number> {
    return Number((await ask(this.served.endpoint, "resources")).total);
  }

  /** How often an action was called that may change the local cloud. */
  async writes(): Promise<number> {
    const writing = (await this.actions()).filter(({ writes }) => writes);
    return writing.flatMap(({ callers }) => Object.values(callers)).reduce((sum, calls) => sum + calls, 0);
  }

  /** What the local cloud implements, with who called it since it was last started. */
  private async actions(): Promise<ActionUse[]> {
    const { actions, error } = await ask(this.served.endpoint, "actions");
    if (!Array.isArray(actions)) throw new Failure(`The local cloud did not list its calls: ${error}`);
    return actions;
  }

  /** Stops the local cloud, which forgets who called it; answers with its exit code. */
  async stop(): Promise<number | null> {
    const { result } = this.report;
    result.calls = bothCalls(result.calls, callsOf(await this.actions()));
    return this.server.stop();
  }

  /** Stops the local cloud and starts it again at the same address. */
  async restart(): Promise<Served> {
    await this.stop();
    this.served = await this.server.start(Number(this.served.endpoint.split(":").at(-1)));
    return this.served;
  }

  /** What is closed at the end. */
  readonly closing: (() => void)[] = [];

  /** What a client trusts: the local cloud's authority, and those that a scenario adds. */
  trusted: string[] = [];

  private authorities(): string {
    return [readFileSync(bundleIn(this.dirs.cloud), "utf8"), ...this.trusted].join("\n");
  }
}

/** What a user changes of a stack. */
export interface Edit {
  /** Values of the configuration. */
  config?: Record<string, unknown>;
  /** Of each file of the project, a text that is in it once, and the text in its place. */
  edits?: Record<string, readonly [was: string, is: string]>;
}

/** What a stack is given besides its configuration. */
export interface StackSettings {
  /** More variables of every run. */
  env?: Record<string, string>;
  /** Secret configuration. */
  secrets?: Record<string, string>;
  /** More files of the project, by their path in it. */
  files?: Record<string, string>;
  /** Where the provider finds the local cloud. @default its own endpoint */
  endpoint?: string;
}
