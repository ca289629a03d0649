import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import struct from "google-protobuf/google/protobuf/struct_pb";

type Answer = (error: { details: string } | null, response: never) => void;

/** Methods of the client in these tests. Only the generated stubs have declarations. */
interface Client {
  configure(request: analyzer.ConfigureAnalyzerRequest, answer: Answer): void;
  getAnalyzerInfo(request: unknown, answer: Answer): void;
  analyze(request: analyzer.AnalyzeRequest, answer: Answer): void;
  close(): void;
}

/** Levels, options and exemptions by policy, in the format of a configuration file. */
export type PackConfig = Readonly<Record<string, Readonly<Record<string, unknown>> | string>>;

const levels = ["advisory", "mandatory", "disabled", "remediate"];

/** A policy pack in a separate process, which is started and called like a plugin of the engine. */
export class ServedPack {
  private constructor(
    private readonly child: ChildProcess,
    private readonly client: Client,
  ) {}

  /**
   * @param folder folder of the pack, with its PulumiPolicy.yaml
   * @throws Error with the output if the process ends before it serves
   */
  static async start(folder: string): Promise<ServedPack> {
    const runner = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
    const child = spawn(process.execPath, [runner, "127.0.0.1:0", "."], {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let printed = "";
    child.stderr.on("data", (chunk: Buffer) => {
      printed += chunk;
    });
    const port = await new Promise<string>((served, failed) => {
      createInterface({ input: child.stdout }).on("line", (line) => {
        if (/^\d+$/.test(line)) served(line);
        else printed += `${line}\n`;
      });
      child.on("close", (code) => failed(new Error(`The pack ended with ${code}:\n${printed}`)));
    });
    const from = createRequire(require.resolve("@pulumi/pulumi"));
    const { AnalyzerClient } = from("./proto/analyzer_grpc_pb");
    const { credentials } = from("@grpc/grpc-js");
    return new ServedPack(child, new AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure()));
  }

  /** Sends a configuration. Returns the problems that the engine would show. */
  configure(config: PackConfig): Promise<string | undefined> {
    const request = new analyzer.ConfigureAnalyzerRequest();
    for (const [policy, settings] of Object.entries(config)) {
      const { enforcementLevel, ...properties } =
        typeof settings === "string" ? { enforcementLevel: settings } : settings;
      const own = new analyzer.PolicyConfig();
      if (enforcementLevel !== undefined)
        own.setEnforcementlevel(levels.indexOf(String(enforcementLevel)) as 0);
      own.setProperties(struct.Struct.fromJavaScript(properties as Record<string, struct.JavaScriptValue>));
      request.getPolicyconfigMap().set(policy, own);
    }
    return new Promise((resolve) => this.client.configure(request, (error) => resolve(error?.details)));
  }

  info(): Promise<analyzer.AnalyzerInfo> {
    const from = createRequire(require.resolve("@pulumi/pulumi"));
    const { Empty } = from("google-protobuf/google/protobuf/empty_pb");
    return this.answer((answer) => this.client.getAnalyzerInfo(new Empty(), answer));
  }

  /** Finds violations in the inputs of one resource. */
  async analyze(request: analyzer.AnalyzeRequest): Promise<analyzer.AnalyzeDiagnostic[]> {
    const response = await this.answer<analyzer.AnalyzeResponse>((answer) =>
      this.client.analyze(request, answer),
    );
    return response.getDiagnosticsList();
  }

  private answer<Response>(call: (answer: Answer) => void): Promise<Response> {
    return new Promise((resolve, reject) => {
      call((error, response) => (error ? reject(new Error(error.details)) : resolve(response)));
    });
  }

  async end(): Promise<void> {
    this.client.close();
    const ended = new Promise((resolve) => this.child.once("close", resolve));
    this.child.kill();
    await ended;
  }
}
