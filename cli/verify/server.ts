import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { Failure } from "../failure";
import { projectDir } from "../paths";

/** What `serve` says on its first line. */
export interface Served {
  endpoint: string;
  gateway: string;
  gatewayVpc: string;
  accessKeyId: string;
  accessKeySecret: string;
}

/** A `serve` of one's own, as another tool would run it. */
export class Server {
  private child: ChildProcess | undefined;
  /** All that it printed. */
  printed = "";

  constructor(private readonly dataDir: string) {}

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
    const child = spawn(process.execPath, args, { cwd: projectDir, stdio: ["ignore", "pipe", "pipe"] });
    this.child = child;
    process.once("exit", this.kill);
    child.stderr.on("data", (chunk: Buffer) => {
      this.printed += chunk;
    });
    const lines = createInterface({ input: child.stdout });
    return new Promise((resolve, reject) => {
      lines.once("line", (line) => {
        this.printed += `${line}\n`;
        resolve(JSON.parse(line));
      });
      child.once("exit", (code) => reject(new Failure(`serve ended with ${code}:\n${this.printed}`)));
    });
  }

  /** The last resort, when this process ends without having stopped it. */
  private readonly kill = () => this.child?.kill("SIGTERM");

  /** Stops it by SIGTERM; answers with its exit code. */
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
