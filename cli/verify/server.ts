import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { logFile } from "../cloud";
import { Failure } from "../failure";
import { projectDir } from "../paths";

/** First line of output of `serve`. */
export interface Served {
  endpoint: string;
  gateway: string;
  gatewayVpc: string;
  accessKeyId: string;
  accessKeySecret: string;
}

/** A `serve` process, started as another tool would start it. */
export class Server {
  private child: ChildProcess | undefined;
  private firstLines = "";

  constructor(private readonly dataDir: string) {}

  /** All its output. */
  get printed(): string {
    const file = logFile(this.dataDir);
    return this.firstLines + (existsSync(file) ? readFileSync(file, "utf8") : "");
  }

  async start(port: number): Promise<Served> {
    const tsx = pathToFileURL(join(projectDir, "node_modules", "tsx", "dist", "loader.mjs")).href;
    const args = [
      "--import",
      tsx,
      join(projectDir, "cli", "local.ts"),
      "serve",
      "--port",
      String(port),
      "--data",
      this.dataDir,
    ];
    // A file instead of a pipe: if this process is too busy to read a pipe, the server blocks.
    mkdirSync(this.dataDir, { recursive: true, mode: 0o700 });
    const log = openSync(logFile(this.dataDir), "a", 0o600);
    const child = spawn(process.execPath, args, { cwd: projectDir, stdio: ["ignore", "pipe", log] });
    closeSync(log);
    this.child = child;
    process.once("exit", this.kill);
    if (!child.stdout) throw new Failure("serve has no output.");
    const lines = createInterface({ input: child.stdout });
    return new Promise((resolve, reject) => {
      lines.once("line", (line) => {
        this.firstLines += `${line}\n`;
        resolve(JSON.parse(line));
      });
      child.once("exit", (code) => reject(new Failure(`serve ended with ${code}:\n${this.printed}`)));
    });
  }

  /** Ends the server if this process ends without a call of `stop`. */
  private readonly kill = () => this.child?.kill("SIGTERM");

  /** Stops the server with SIGTERM. Returns its exit code. */
  async stop(): Promise<number | null> {
    const child = this.child;
    this.child = undefined;
    process.removeListener("exit", this.kill);
    if (!child || child.exitCode !== null) return child?.exitCode ?? null;
    return new Promise((resolve) => {
      child.once("exit", resolve);
      child.kill("SIGTERM");
    });
  }
}
