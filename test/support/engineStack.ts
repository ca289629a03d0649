import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { parseDocument } from "yaml";
import { type LocalDirs, locateDirs, projectDir } from "../../cli/paths";
import { LocalStack } from "../../cli/pulumi";
import { prepareToolchain } from "../../cli/session";
import { setConfig, writeConfigFor } from "../../cli/stackConfig";
import type { ApiAnswer } from "../../testing/call";
import { type GatewayCall, type LocalCloud, startLocalCloud } from "../../testing/localCloud";
import { makeHome } from "./ownHome";
import { transpile } from "./transpile";
import { installPackage } from "./userProject";

/** Expected result and input of a run of pulumi. */
export interface RunOptions {
  /** @default true */
  succeeds?: boolean;
  /** Standard input, for secrets, which must not appear in a command line. */
  input?: string;
}

/** Input of a command in addition to the variables of the toolchain. */
export interface AttemptOptions {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

type Stage = GatewayCall["stage"];

/** Result of a command. */
export interface Attempt {
  /** Whether the exit code is 0. */
  readonly ended: boolean;
  readonly output: string;
}

/**
 * A program as stack `local` on its own local cloud. Plain pulumi runs it with the environment of a {@link LocalStack}, in
 * a project like that of a user, with the installed package. All stacks share the toolchain and Nginx.
 */
export class EngineStack {
  private readonly base = join(tmpdir(), `engine-stack-${randomUUID()}`);
  readonly home = join(this.base, "home");
  readonly checkout = join(this.base, "checkout");
  private readonly folder = join(this.home, "local");
  readonly dirs: LocalDirs = locateDirs(this.folder);
  /** All output of the engine, and the log of the local cloud. */
  printed = "";
  private cloud!: LocalCloud;
  private stack!: LocalStack;
  private known: object | undefined;

  private isTypeScript = true;

  /**
   * Starts the local cloud and creates the project. Without a program, it is the checkout's own TypeScript project. A
   * program, and those that replace it, are transpiled here and run as JavaScript: in each run, Pulumi would load the
   * TypeScript compiler and map the stack of each resource to the source, which takes a quarter of the program's time.
   */
  async start(program?: string, realistic?: { seed: number }): Promise<LocalCloud> {
    mkdirSync(this.checkout, { recursive: true, mode: 0o700 });
    makeHome(this.home);
    for (const file of ["index.ts", "tsconfig.json", "Pulumi.yaml"]) {
      cpSync(join(projectDir, file), join(this.checkout, file));
    }
    writeFileSync(join(this.checkout, "package.json"), JSON.stringify({ name: "program", private: true }));
    await installPackage(this.checkout);
    if (program !== undefined) {
      this.isTypeScript = false;
      const settings = parseDocument(readFileSync(join(projectDir, "Pulumi.yaml"), "utf8"));
      settings.set("main", "index.js");
      settings.setIn(["runtime", "options", "typescript"], false);
      writeFileSync(join(this.checkout, "Pulumi.yaml"), settings.toString());
      this.program(program);
    }
    const log = (line: string) => {
      this.printed += `${line}\n`;
    };
    this.cloud = await startLocalCloud({
      ...{ folder: this.folder, log },
      ...(realistic && { realistic }),
    });
    writeConfigFor(this.cloud, join(this.checkout, "Pulumi.local.yaml"));
    this.stack = new LocalStack({
      toolchain: await prepareToolchain(),
      dirs: this.dirs,
      project: this.checkout,
      // Other tests type-check the checkout's own program. Type checking in each run takes seconds.
      env: { PULUMI_NODEJS_TRANSPILE_ONLY: "true", ALICLOUD_VPC_API_HOME: this.home },
    });
    await this.stack.ensure();
    return this.cloud;
  }

  /** Stops the local cloud. Returns all output of the engine and the whole log of the cloud. */
  async stop(): Promise<string> {
    await this.cloud.stop();
    return this.printed;
  }

  /** Stops the local cloud and removes all files. */
  async remove(): Promise<void> {
    await this.cloud.stop();
    rmSync(this.base, { recursive: true, force: true });
  }

  /** Runs pulumi. Fails if the result is not as expected. */
  pulumi(words: string, { succeeds = true, input = "" }: RunOptions = {}): string {
    const { ended, output } = this.attempt(words, { input });
    assert.equal(ended, succeeds, output);
    return output;
  }

  /** Runs pulumi. Does not fail for a non-zero exit code. */
  attempt(words: string, options?: AttemptOptions): Attempt {
    return this.command(`pulumi ${words}`, options);
  }

  /** Runs a command in a shell with the environment of the stack. Does not fail for a non-zero exit code. */
  command(line: string, { input = "", env = {} }: AttemptOptions = {}): Attempt {
    this.known = undefined;
    const { status, stdout, stderr } = spawnSync("bash", ["-c", line], {
      cwd: this.checkout,
      env: { ...this.stack.createEnvironment(), ...env },
      encoding: "utf8",
      input,
    });
    this.printed += stdout + stderr;
    return { ended: status === 0, output: stdout + stderr };
  }

  /** Counts the objects of a kind in the local cloud. Without a kind, it counts all objects. */
  async holds(kind?: string): Promise<number> {
    const { total, byKind } = await this.cloud.resources();
    return kind === undefined ? total : (byKind[kind] ?? 0);
  }

  up(options?: RunOptions): string {
    return this.pulumi("up -s local --yes --skip-preview --non-interactive", options);
  }

  /** Updates the stack during repeated calls. Returns the calls whose answer was not 200. */
  async upWhileCalling(paths: readonly string[]): Promise<{ made: number; failed: string[] }> {
    const made = this.outputsCall();
    let answered = 0;
    const failed: string[] = [];
    const child = spawn("bash", ["-c", "pulumi up -s local --yes --skip-preview --non-interactive 2>&1"], {
      cwd: this.checkout,
      env: this.stack.createEnvironment(),
    });
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
        const answer = await made(path).then(
          ({ status, headers }) => `${status} ${headers["x-ca-error-message"] ?? ""}`.trim(),
          String,
        );
        answered++;
        if (answer !== "200") failed.push(`call ${answered} of ${path}: ${answer}`);
      }
      // The group's own domain accepts 1,000 calls per day.
      await setTimeout(500);
    }
    this.known = undefined;
    this.printed += output;
    assert.equal(await end, 0, output);
    return { made: answered, failed };
  }

  /** Fails if an update would change anything. */
  updatesNothing(): void {
    this.pulumi("up -s local --yes --skip-preview --non-interactive --expect-no-changes");
  }

  /** Fails if a refresh would change anything. */
  refreshesNothing(): void {
    this.pulumi("refresh -s local --yes --skip-preview --non-interactive --expect-no-changes");
  }

  /** Fails if an update or a refresh would change anything. */
  staysAsItIs(): void {
    this.updatesNothing();
    this.refreshesNothing();
  }

  /** Deletes the resources of the stack. Returns the number of remaining objects in the local cloud. */
  async destroy(): Promise<number> {
    this.pulumi("destroy -s local --yes --skip-preview --non-interactive");
    return this.holds();
  }

  /** All outputs of the stack, including secrets. They are read once after each run that may change them. */
  outputs(): object {
    if (this.known) return this.known;
    const outputs: unknown = JSON.parse(this.pulumi("stack output -s local --json --show-secrets"));
    assert.ok(typeof outputs === "object" && outputs);
    this.known = outputs;
    return outputs;
  }

  /** Replaces the program of the stack, or a module that it imports. */
  program(text: string, name = "index"): void {
    if (this.isTypeScript) writeFileSync(join(this.checkout, `${name}.ts`), text);
    else writeFileSync(join(this.checkout, `${name}.js`), transpile(text));
  }

  /** Sets values of the stack's configuration that are no secrets. Undefined removes a value. */
  configure(values: Readonly<Record<string, unknown>>): void {
    setConfig(join(this.checkout, "Pulumi.local.yaml"), values);
  }

  /** Calls a path at the URL in output `url`, with the AppCode in output `appCode`. */
  async call(path?: string, stage?: Stage): Promise<ApiAnswer> {
    return this.outputsCall()(path, stage);
  }

  /** Creates a function that makes calls with the current outputs, even if the outputs change later. */
  private outputsCall(): (path?: string, stage?: Stage) => Promise<ApiAnswer> {
    const outputs = this.outputs();
    assert.ok("url" in outputs && "appCode" in outputs);
    const url = String(outputs.url);
    const appCode = String(outputs.appCode);
    return (path = "", stage) => this.cloud.call({ url: new URL(path, url).href, appCode, stage });
  }
}
