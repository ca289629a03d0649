import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Toolchain } from "../../toolchain";
import { type ApiAnswer, callApi } from "../call";
import { ask } from "../cloud";
import type { OperationResult } from "../engineEvents";
import { type LocalDirs, localDirs, projectDir } from "../paths";
import { LocalStack } from "../pulumi";
import { writeConfigFor } from "../stackConfig";
import { CloudClients } from "./cloudClients";
import type { Report } from "./report";
import { type Served, Server } from "./server";
import { layOut } from "./workspace";

/** What a call is to be made of, by the stack's outputs. */
export interface OutputCall {
  /** Output with the address. @default "url" */
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
    this.served = await this.server.start(0);
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
      caBundle: join(this.dirs.cloud, "ca-bundle.pem"),
      configFile,
      project,
      env,
    });
    await stack.ensure();
    for (const [key, value] of Object.entries(secrets)) await stack.setSecret(key, value);
    return stack;
  }

  /** Runs an operation; the report gets its time. */
  async operate(
    command: "up" | "refresh" | "destroy",
    name: string = command,
    stack = this.stack,
  ): Promise<OperationResult> {
    const result = await this.report.timed(name, () => stack.operate(command));
    this.printed += result.printed;
    return result;
  }

  /** Calls an address that the stack put out: over TLS where it is one of HTTPS. */
  async call(
    { url = "url", appCode = "appCode", parameters = {} }: OutputCall,
    stack = this.stack,
  ): Promise<ApiAnswer> {
    const outputs = await stack.outputs();
    const address = String(outputs[url]).replace(/\[(\w+)\]/g, (_, name: string) => parameters[name] ?? "");
    const { protocol, hostname, pathname } = new URL(address);
    return callApi({
      gateway: this.served.gateway,
      host: hostname,
      path: pathname,
      auth: appCode === false ? "none" : "header",
      ...(appCode === false
        ? {}
        : { credentials: { appCode: String(outputs[appCode]), appKey: "", appSecret: "" } }),
      ...(protocol === "https:" ? { ca: this.authorities() } : {}),
    });
  }

  /** How many things the local cloud holds. */
  async holds(): Promise<number> {
    return Number((await ask(this.served.endpoint, "resources")).total);
  }

  /** Stops the local cloud and starts it again at the same address. */
  async restart(): Promise<Served> {
    await this.server.stop();
    this.served = await this.server.start(Number(this.served.endpoint.split(":").at(-1)));
    return this.served;
  }

  /** What is closed at the end. */
  readonly closing: (() => void)[] = [];

  /** What a client trusts: the local cloud's authority, and those that a scenario adds. */
  trusted: string[] = [];

  private authorities(): string {
    return [readFileSync(join(this.dirs.cloud, "ca-bundle.pem"), "utf8"), ...this.trusted].join("\n");
  }
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
