import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { parse } from "yaml";
import { prepareToolchain } from "../../cli/session";
import { writeConfigFor } from "../../cli/stackConfig";
import { type OwnPackage, pack } from "../../cli/verify/workspace";
import type { ApiAnswer } from "../../testing/call";
import { convertToConfigMap } from "../../testing/configuration";
import { omitCredentials } from "../../testing/environment";
import { type LocalCloud, startLocalCloud } from "../../testing/localCloud";
import { ConsumerTools, type NodeVersion, npmOptions, type TypeScriptVersion } from "./consumerTools";

const run = promisify(execFile);

/** Exit status and output of a command. */
export interface Ended {
  ok: boolean;
  printed: string;
}

/** Simulates a user's computer: packages from `npm pack`, projects, and a local cloud for deployments. */
export class Consumer {
  readonly base = join(tmpdir(), `consumer-${randomUUID()}`);
  readonly tarballs = {} as Record<OwnPackage, string>;
  tools!: ConsumerTools;
  private cloud!: LocalCloud;
  private pulumi = "";
  private environment: NodeJS.ProcessEnv = {};

  /** Packs the packages of this project and starts the local cloud. */
  async start(): Promise<void> {
    const names = ["alicloud-vpc-api", "alicloud-vpc-api-policy", "alicloud-vpc-api-testing"] as const;
    const packed = names.map(async (name) => {
      this.tarballs[name] = await pack(name);
    });
    const [tools, { pulumi, env }, cloud] = await Promise.all([
      ConsumerTools.provide(),
      prepareToolchain(),
      startLocalCloud({ folder: this.base }),
      ...packed,
    ]);
    Object.assign(this, { tools, pulumi, cloud });
    this.environment = {
      ...omitCredentials(process.env),
      ...env,
      ...cloud.env,
    };
  }

  /** Stops the local cloud and removes all files. */
  async remove(): Promise<void> {
    await this.cloud?.stop();
    rmSync(this.base, { recursive: true, force: true });
  }

  /** Installs the dependencies of the projects below a folder into that folder. */
  async install(folder: string, manager: "npm" | "pnpm" = "npm"): Promise<void> {
    const command =
      manager === "npm"
        ? ["npm", "install", ...npmOptions]
        : // This package manager needs Node.js 22.
          [
            join(this.nodeFolder("22"), "node"),
            this.tools.pnpm,
            "install",
            "--prefer-offline",
            "--ignore-scripts",
          ];
    // The environment of this process has no proxy. The local cloud is a proxy that reaches no other hosts.
    const { ok, printed } = await execute(command, folder, process.env);
    if (!ok) throw new Error(`${command.join(" ")}:\n${printed}`);
  }

  /** Type-checks a project like its user. */
  typeCheck(project: string, version: TypeScriptVersion): Promise<Ended> {
    const command = [
      process.execPath,
      this.tools.tsc(version),
      "--noEmit",
      // With moduleResolution "node", users have to set this option themselves.
      ...(version === "6" ? ["--ignoreDeprecations", "6.0"] : []),
      "--pretty",
      "false",
      "--project",
      project,
    ];
    return execute(command, project, process.env);
  }

  async createStack(project: string): Promise<void> {
    const { ok, printed } = await this.run(project, undefined, "stack init dev");
    if (!ok) throw new Error(printed);
    writeConfigFor(this.cloud, join(project, "Pulumi.dev.yaml"));
  }

  /** Runs pulumi in a project, with the default runtime of the project. */
  run(project: string, node: NodeVersion | undefined, words: string): Promise<Ended> {
    return execute([this.pulumi, ...words.split(" "), "--non-interactive"], project, this.withNode(node));
  }

  /** Runs a script with the Automation API. Its arguments are the words and the configuration of a stack. */
  runScript(script: string, node: NodeVersion, words: string): Promise<Ended> {
    const file = join(script, "..", "Pulumi.dev.yaml");
    writeConfigFor(this.cloud, file);
    const { config } = parse(readFileSync(file, "utf8"));
    const { PATH = "", ...env } = this.withNode(node);
    const command = ["node", script, ...words.split(" "), JSON.stringify(convertToConfigMap(config))];
    return execute(command, join(script, ".."), {
      ...env,
      PATH: [dirname(this.pulumi), PATH].join(delimiter),
    });
  }

  /** Calls the API in the outputs of a stack. */
  async call(project: string): Promise<ApiAnswer> {
    const { printed } = await this.run(project, undefined, "stack output --stack dev --json --show-secrets");
    return this.callOutputs(JSON.parse(printed));
  }

  /** Calls an API with outputs of a stack. */
  async callOutputs({ url, appCode }: { url: string; appCode: string }): Promise<ApiAnswer> {
    return this.cloud.call({ url, appCode });
  }

  /** Whether npm has a `node` of a version for this platform. */
  hasNode(version: NodeVersion): boolean {
    return this.tools.nodeFolder(version) !== undefined;
  }

  private nodeFolder(version: NodeVersion): string {
    const folder = this.tools.nodeFolder(version);
    if (folder === undefined) throw new Error(`npm has no Node ${version} for this machine.`);
    return folder;
  }

  /** The environment with a `node` of a version. Without a version, the current one. */
  private withNode(version?: NodeVersion): NodeJS.ProcessEnv {
    const node = version === undefined ? dirname(process.execPath) : this.nodeFolder(version);
    return { ...this.environment, PATH: [node, this.environment.PATH ?? process.env.PATH].join(delimiter) };
  }
}

/** Runs a command. Does not fail for a non-zero exit code. */
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
