import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import * as grpc from "@grpc/grpc-js";
import { AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import type analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import { Failure } from "../../cli/failure";
import { projectDir } from "../../cli/paths";
import type { Requests } from "./policyHarness";

/** Messages of the engine in a run. */
export interface SentRun {
  readonly each: readonly Buffer[];
  readonly stack: Buffer;
}

export const sent = ({ each, stack }: Requests): SentRun => ({
  each: each.map((request) => Buffer.from(request.serializeBinary())),
  stack: Buffer.from(stack.serializeBinary()),
});

/** Sends the CPU time of its process, in microseconds, when it is asked. */
const cpuReporter =
  'data:text/javascript,process.on("message",()=>process.send(process.cpuUsage()));process.channel.unref()';

/** Large stacks need more than the 4 MB that gRPC allows. Source: `server.ts` of @pulumi/policy. */
const unlimited = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };

/** A policy pack in a separate process, and a client that calls it like the engine. */
export class PackProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly client: grpc.Client,
  ) {}

  /**
   * @param program path in the project, and its arguments; the working directory is that of this project's pack, for
   * its version
   */
  static async start([program = "", ...args]: readonly string[]): Promise<PackProcess> {
    const child = spawn(
      process.execPath,
      ["--import", cpuReporter, "--import", "tsx", join(projectDir, program), ...args],
      // Other output of a pack than its port is for people.
      { cwd: join(projectDir, "policy"), stdio: ["ignore", "pipe", "inherit", "ipc"] },
    );
    const port = await Promise.race([
      once(createInterface(child.stdout as Readable), "line").then(([line]) => String(line)),
      once(child, "exit").then(([code]) => {
        throw new Failure(`${program} ended with ${code} before it served a policy pack.`);
      }),
    ]);
    const client = new grpc.Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), unlimited);
    return new PackProcess(child, client);
  }

  /** Sends each resource for remediation and evaluation, and then the stack. */
  async evaluate({ each, stack }: SentRun): Promise<analyzer.AnalyzeResponse[]> {
    const responses: Buffer[] = [];
    for (const resource of each) {
      await this.ask("remediate", resource);
      responses.push(await this.ask("analyze", resource));
    }
    responses.push(await this.ask("analyzeStack", stack));
    return responses.map(AnalyzerService.analyze.responseDeserialize);
  }

  /** Returns the CPU time of the process so far, in milliseconds. */
  async cpuTime(): Promise<number> {
    this.child.send("cpu");
    const [{ user, system }] = (await once(this.child, "message")) as [NodeJS.CpuUsage];
    return (user + system) / 1000;
  }

  async stop(): Promise<void> {
    this.client.close();
    const ended = once(this.child, "exit");
    this.child.kill();
    await ended;
  }

  private ask(method: "remediate" | "analyze" | "analyzeStack", request: Buffer): Promise<Buffer> {
    const { path } = AnalyzerService[method];
    const same = (bytes: Buffer) => bytes;
    return new Promise((resolve, reject) => {
      this.client.makeUnaryRequest(path, same, same, request, (error, response) =>
        response ? resolve(response) : reject(error),
      );
    });
  }
}
