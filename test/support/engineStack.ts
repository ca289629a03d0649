import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { type LocalDirs, localDirs, projectDir } from "../../cli/paths";
import { writeConfigFor } from "../../cli/stackConfig";
import { type Served, Server } from "../../cli/verify/server";
import { ask } from "../../testing/ask";
import { type ApiAnswer, callApi } from "../../testing/call";
import { proxyEnvironment } from "../../testing/environment";
import { makeHome } from "./ownHome";
import { installPackage } from "./userProject";

/** How a run of pulumi is to end, and what it reads. */
export interface RunOptions {
  /** @default true */
  succeeds?: boolean;
  /** Standard input: the way for a secret, which must not stand in a command line. */
  input?: string;
}

/** What a command reads besides the exports of the toolchain. */
export interface AttemptOptions {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** How a command ended. */
export interface Attempt {
  /** Whether with exit code 0. */
  readonly ended: boolean;
  readonly output: string;
}

/**
 * A program as stack `local` on a local cloud of its own, run with plain pulumi in a project as users have it: the
 * package is installed, and Pulumi's default runtime runs the program. The toolchain and Nginx are shared.
 */
export class EngineStack {
  private readonly base = join(tmpdir(), `engine-stack-${randomUUID()}`);
  readonly home = join(this.base, "home");
  readonly checkout = join(this.base, "checkout");
  readonly dirs: LocalDirs = localDirs(join(this.home, "local"));
  readonly server = new Server(this.dirs.cloud);
  /** All that the engine printed. */
  printed = "";
  private served: Served | undefined;
  private known: object | undefined;
  /** What a shell needs, as a user evaluates it once. */
  private exports: string | undefined;

  /** Starts the local cloud and makes the project: of the checkout's own program, or of another one. */
  async start(program?: string): Promise<Served> {
    mkdirSync(this.checkout, { recursive: true, mode: 0o700 });
    makeHome(this.home);
    for (const file of ["index.ts", "tsconfig.json", "Pulumi.yaml"]) {
      cpSync(join(projectDir, file), join(this.checkout, file));
    }
    writeFileSync(join(this.checkout, "package.json"), JSON.stringify({ name: "program", private: true }));
    await installPackage(this.checkout);
    if (program !== undefined) this.program(program);
    this.served = await this.server.start(0);
    writeConfigFor(this.served, join(this.checkout, "Pulumi.local.yaml"));
    return this.served;
  }

  /** Stops the local cloud and removes everything. */
  async remove(): Promise<void> {
    await this.server.stop();
    rmSync(this.base, { recursive: true, force: true });
  }

  /** Runs pulumi with the exports of the toolchain; fails when it does not end as it is to. */
  pulumi(words: string, { succeeds = true, input = "" }: RunOptions = {}): string {
    const { ended, output } = this.attempt(words, { input });
    assert.equal(ended, succeeds, output);
    return output;
  }

  /** Runs pulumi, however it ends. */
  attempt(words: string, options?: AttemptOptions): Attempt {
    return this.command(`pulumi ${words}`, options);
  }

  /** Runs a command in a shell with the exports of the toolchain, however it ends. */
  command(line: string, { input = "", env = {} }: AttemptOptions = {}): Attempt {
    this.known = undefined;
    this.exports ??= this.exportLines();
    const { status, stdout, stderr } = this.shell(`${this.exports}\n${line}`, input, env);
    this.printed += stdout + stderr;
    return { ended: status === 0, output: stdout + stderr };
  }

  private exportLines(): string {
    const { status, stdout, stderr } = this.shell(`npm run -s --prefix '${projectDir}' toolchain -- env`);
    assert.equal(status, 0, stderr);
    return stdout;
  }

  private shell(script: string, input = "", env: AttemptOptions["env"] = {}) {
    return spawnSync("bash", ["-c", script], { ...this.surroundings(env), encoding: "utf8", input });
  }

  private surroundings(env: AttemptOptions["env"] = {}) {
    return {
      cwd: this.checkout,
      env: {
        ...process.env,
        ...proxyEnvironment(this.served?.endpoint ?? ""),
        // A test of its own type-checks programs: to do it at each run takes seconds.
        PULUMI_NODEJS_TRANSPILE_ONLY: "true",
        ALICLOUD_VPC_API_HOME: this.home,
        ...env,
      },
    };
  }

  /** How many objects of a kind the local cloud holds, of all kinds without one. */
  async holds(kind?: string): Promise<number> {
    const { total, byKind } = await ask(this.served?.endpoint ?? "", "resources");
    const counts: Record<string, unknown> = typeof byKind === "object" && byKind ? { ...byKind } : {};
    return Number(kind === undefined ? total : (counts[kind] ?? 0));
  }

  up(options?: RunOptions): string {
    return this.pulumi("up -s local --yes --skip-preview --non-interactive", options);
  }

  /** An update, while calls go on: answers with those that were not answered with 200. */
  async upWhileCalling(paths: readonly string[]): Promise<{ made: number; failed: string[] }> {
    this.exports ??= this.exportLines();
    const made = this.outputsCall();
    let answered = 0;
    const failed: string[] = [];
    const child = spawn(
      "bash",
      ["-c", `${this.exports}\npulumi up -s local --yes --skip-preview --non-interactive 2>&1`],
      this.surroundings(),
    );
    let output = "";
    child.stdout?.on("data", (text) => {
      output += text;
    });
    let ended = false;
    const end = once(child, "close").then(([status]) => {
      ended = true;
      return status;
    });
    while (!ended) {
      for (const path of paths) {
        const said = await made(path).then(
          ({ status, headers }) => `${status} ${headers["x-ca-error-message"] ?? ""}`.trim(),
          String,
        );
        answered++;
        if (said !== "200") failed.push(`call ${answered} of ${path}: ${said}`);
      }
      // The group's own domain takes 1,000 calls a day.
      await setTimeout(500);
    }
    this.known = undefined;
    this.printed += output;
    assert.equal(await end, 0, output);
    return { made: answered, failed };
  }

  /** Fails when an update or a refresh would change anything. */
  staysAsItIs(): void {
    this.pulumi("up -s local --yes --skip-preview --non-interactive --expect-no-changes");
    this.pulumi("refresh -s local --yes --skip-preview --non-interactive --expect-no-changes");
  }

  /** Deletes the stack's resources; answers how many the local cloud still holds. */
  async destroy(): Promise<unknown> {
    this.pulumi("destroy -s local --yes --skip-preview --non-interactive");
    return (await ask(this.served?.endpoint ?? "", "resources")).total;
  }

  /** All outputs of the stack, secrets too; read once after each run that may change them. */
  outputs(): object {
    if (this.known) return this.known;
    const outputs: unknown = JSON.parse(this.pulumi("stack output -s local --json --show-secrets"));
    assert.ok(typeof outputs === "object" && outputs);
    this.known = outputs;
    return outputs;
  }

  /** Puts another program in the place of the stack's own. */
  program(text: string): void {
    writeFileSync(join(this.checkout, "index.ts"), text);
  }

  /** Calls a path at the address that output `url` names, with the AppCode of output `appCode`. */
  async call(path?: string, stage?: string): Promise<ApiAnswer> {
    return this.outputsCall()(path, stage);
  }

  /** Makes calls as the outputs of now say, whatever becomes of them. */
  private outputsCall(): (path?: string, stage?: string) => Promise<ApiAnswer> {
    const outputs = this.outputs();
    assert.ok("url" in outputs && "appCode" in outputs);
    const url = new URL(String(outputs.url));
    const credentials = { appCode: String(outputs.appCode), appKey: "", appSecret: "" };
    const { gateway = "" } = this.served ?? {};
    return (path = url.pathname, stage) =>
      callApi({ gateway, host: url.hostname, path, auth: "header", stage, credentials });
  }
}
