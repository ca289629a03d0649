import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { toolchain } from "../../cli/session";
import { writeConfigFor } from "../../cli/stackConfig";
import { type Served, Server } from "../../cli/verify/server";
import { type OwnPackage, pack } from "../../cli/verify/workspace";
import { bundleIn } from "../../testing/authorities";
import { type ApiAnswer, callApi } from "../../testing/call";
import { localEnvironment, proxyEnvironment, withoutCredentials } from "../../testing/environment";
import { ConsumerTools, type NodeVersion, npmOptions, type TypeScriptVersion } from "./consumerTools";

const run = promisify(execFile);

/** How a command ended, and what it printed. */
export interface Ended {
  ok: boolean;
  printed: string;
}

/** A machine of a user: packages as `npm pack` packs them, projects, and a local cloud to deploy them to. */
export class Consumer {
  readonly base = join(tmpdir(), `consumer-${randomUUID()}`);
  readonly tarballs = {} as Record<OwnPackage, string>;
  tools!: ConsumerTools;
  private readonly server = new Server(join(this.base, "cloud"));
  private cloud!: Served;
  private pulumi = "";
  private environment: NodeJS.ProcessEnv = {};

  /** Packs our packages, and starts the local cloud. */
  async start(): Promise<void> {
    const states = join(this.base, "stacks");
    mkdirSync(states, { recursive: true, mode: 0o700 });
    const names = ["alicloud-vpc-api", "alicloud-vpc-api-policy", "alicloud-vpc-api-testing"] as const;
    const packed = names.map(async (name) => {
      this.tarballs[name] = await pack(name, join(this.base, "packed", name));
    });
    const [tools, { pulumi, env }, cloud] = await Promise.all([
      ConsumerTools.provide(),
      toolchain(),
      this.server.start(0),
      ...packed,
    ]);
    Object.assign(this, { tools, pulumi, cloud });
    this.environment = {
      ...withoutCredentials(process.env),
      ...env,
      ...localEnvironment(states, bundleIn(join(this.base, "cloud"))),
      ...proxyEnvironment(cloud.endpoint),
    };
  }

  /** Stops the local cloud and removes everything. */
  async remove(): Promise<void> {
    await this.server.stop();
    rmSync(this.base, { recursive: true, force: true });
  }

  /** Installs what the projects below a folder need, in the folder. */
  async install(folder: string, manager: "npm" | "pnpm" = "npm"): Promise<void> {
    const node = this.nodeFolder("22");
    const command = {
      npm: ["npm", "install", ...npmOptions],
      pnpm: [join(node, "node"), this.tools.pnpm, "install", "--prefer-offline", "--ignore-scripts"],
    }[manager];
    // Without the local cloud as the proxy, which leads nowhere else.
    const { ok, printed } = await execute(command, folder, process.env);
    if (!ok) throw new Error(`${command.join(" ")}:\n${printed}`);
  }

  /** Type-checks a project as its user does. */
  typeCheck(project: string, version: TypeScriptVersion, options: readonly string[] = []): Promise<Ended> {
    const command = [
      process.execPath,
      this.tools.tsc(version),
      "--noEmit",
      "--pretty",
      "false",
      "--project",
      project,
      ...options,
    ];
    return execute(command, project, process.env);
  }

  /** Creates the stack of a project. */
  async createStack(project: string): Promise<void> {
    const { ok, printed } = await this.run(project, "22", "stack init dev");
    if (!ok) throw new Error(printed);
    writeConfigFor(this.cloud, join(project, "Pulumi.dev.yaml"));
  }

  /** Runs pulumi in a project, with the runtime that the project has by default. */
  run(project: string, node: NodeVersion, words: string): Promise<Ended> {
    return execute([this.pulumi, ...words.split(" "), "--non-interactive"], project, this.withNode(node));
  }

  /** Calls the API that a stack puts out. */
  async call(project: string): Promise<ApiAnswer> {
    const { printed } = await this.run(project, "22", "stack output --stack dev --json --show-secrets");
    const { url, appCode }: { url: string; appCode: string } = JSON.parse(printed);
    const { hostname, pathname } = new URL(url);
    const credentials = { appCode, appKey: "", appSecret: "" };
    return callApi({
      gateway: this.cloud.gateway,
      host: hostname,
      path: pathname,
      auth: "header",
      credentials,
    });
  }

  /** The folder of the `node` that a version stands for; of the one that runs where npm has none for this machine. */
  private nodeFolder(version: NodeVersion): string {
    return this.tools.nodeFolder(version) ?? join(process.execPath, "..");
  }

  private withNode(version: NodeVersion): NodeJS.ProcessEnv {
    const path = [this.nodeFolder(version), this.environment.PATH ?? process.env.PATH].join(delimiter);
    return { ...this.environment, PATH: path };
  }
}

/** Runs a command, however it ends. */
export async function execute(
  [command = "", ...args]: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<Ended> {
  try {
    const { stdout, stderr } = await run(command, args, { cwd, env, maxBuffer: 64 * 1024 * 1024 });
    return { ok: true, printed: stdout + stderr };
  } catch (error) {
    const { stdout = "", stderr = "", message } = error as Error & { stdout?: string; stderr?: string };
    return { ok: false, printed: stdout + stderr || message };
  }
}
