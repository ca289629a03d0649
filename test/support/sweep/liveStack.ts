import { randomUUID } from "node:crypto";
import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type EngineEvent,
  LocalWorkspace,
  type OutputMap,
  type PulumiFn,
  type Stack,
} from "@pulumi/pulumi/automation";
import { projectDir } from "../../../cli/paths";
import { prepareToolchain } from "../../../cli/session";
import { type LocalCloud, startLocalCloud } from "../../../testing/localCloud";

/** A step of the engine: `update alicloud:ecs/instance:Instance shop-instance-0`. */
export interface Step {
  op: string;
  type: string;
  name: string;
}

/** Result of a run of the engine. */
export interface Run {
  steps: Step[];
  /** Error messages of the engine if it failed. */
  error?: string;
  outputs: OutputMap;
}

/** A program of this process on its own local cloud, which the real engine and provider run. */
export class LiveStack {
  private readonly folder = join(tmpdir(), `sweep-${randomUUID()}`);
  private cloud_: LocalCloud | undefined;
  private stack: Stack | undefined;
  private program: PulumiFn = async () => {};

  get cloud(): LocalCloud {
    if (!this.cloud_) throw new Error("The stack is not started.");
    return this.cloud_;
  }

  async start(): Promise<void> {
    const { env } = await prepareToolchain();
    // The Automation API looks for the engine on PATH of this process.
    Object.assign(process.env, { PATH: env.PATH });
    mkdirSync(join(this.folder, "node_modules"), { recursive: true });
    // The dynamic provider loads the package from here.
    symlinkSync(projectDir, join(this.folder, "node_modules", "alicloud-vpc-api"));
    this.cloud_ = await startLocalCloud();
    const project = { stackName: "sweep", projectName: "sweep", program: () => this.program() };
    this.stack = await LocalWorkspace.createOrSelectStack(project, {
      workDir: this.folder,
      envVars: { ...env, ...this.cloud_.env },
    });
    await this.stack.setAllConfig({ ...this.cloud_.config });
  }

  async stop(): Promise<void> {
    await this.cloud_?.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Replaces the program. */
  use(program: PulumiFn): void {
    this.program = program;
  }

  preview(): Promise<Run> {
    return this.run((stack, onEvent) => stack.preview({ onEvent }));
  }

  update(): Promise<Run> {
    return this.run(async (stack, onEvent) => (await stack.up({ onEvent, suppressOutputs: true })).outputs);
  }

  refresh(): Promise<Run> {
    return this.run((stack, onEvent) => stack.refresh({ onEvent }));
  }

  async destroy(): Promise<number> {
    const { error } = await this.run((stack, onEvent) => stack.destroy({ onEvent }));
    if (error !== undefined) throw new Error(error);
    return (await this.cloud.resources()).total;
  }

  private async run(
    operate: (stack: Stack, onEvent: (event: EngineEvent) => void) => Promise<unknown>,
  ): Promise<Run> {
    if (!this.stack) throw new Error("The stack is not started.");
    const steps = new Map<string, Step>();
    const errors: string[] = [];
    const onEvent = ({ resourcePreEvent, diagnosticEvent }: EngineEvent) => {
      const { op, urn } = resourcePreEvent?.metadata ?? {};
      if (urn && op && !["same", "read", "refresh"].includes(op)) {
        const [, , type = "", name = ""] = urn.split("::");
        const step = { op, type: type.split("$").at(-1) ?? type, name };
        steps.set(`${op} ${urn}`, step);
      }
      if (diagnosticEvent?.severity === "error") errors.push(withoutColours(diagnosticEvent.message));
    };
    try {
      const outputs = await operate(this.stack, onEvent);
      return { steps: [...steps.values()], outputs: (outputs ?? {}) as OutputMap };
    } catch (error) {
      const text = errors.length > 0 ? errors.join("\n") : String(error);
      return { steps: [...steps.values()], outputs: {}, error: text };
    }
  }
}

// The engine writes colours as <{%fg 1%}>.
const withoutColours = (text: string): string => text.replace(/<\{%.*?%\}>/g, "").trim();
