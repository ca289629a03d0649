import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { type PolicyReport, readEvents } from "./findings";

/** A Pulumi command that evaluates a stack with a pack. */
export interface PolicyRun {
  /** Path of the Pulumi CLI. */
  readonly pulumi: string;
  /** Evaluates a preview, or the state of the stack. */
  readonly command: "preview" | "policy analyze";
  readonly stack: string;
  /** Folder of the stack's Pulumi.yaml. */
  readonly project: string;
  /** Folder of the pack. */
  readonly pack: string;
  /** File with levels, options and exemptions, as JSON. @default each rule's own */
  readonly config?: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** Runs the command and returns its report, also if the command fails. */
export async function runPolicies(run: PolicyRun): Promise<PolicyReport> {
  const { command, stack, pack, config } = run;
  const { lines, code, stderr } = await runPulumi(run, [
    ...command.split(" "),
    ...["--json", "--stack", stack, "--non-interactive", "--policy-pack", pack],
    ...(config === undefined ? [] : ["--policy-pack-config", config]),
  ]);
  const report = readEvents(lines, code);
  if (report.outcome !== "failed" || report.errors.length > 0) return report;
  return { ...report, errors: [stderr.trim() || `pulumi ended with ${code}`] };
}

async function runPulumi({ pulumi, project, environment }: PolicyRun, args: string[]) {
  const child = spawn(pulumi, args, {
    cwd: project,
    // One event a line. The default output is a single document without policy events.
    env: { ...environment, PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk;
  });
  const code = await new Promise<number>((done, failed) => {
    child.on("error", (error: NodeJS.ErrnoException) =>
      failed(
        error.code === "ENOENT"
          ? new Error(`${pulumi}: is not installed. Install the Pulumi CLI, or add its folder to the PATH.`)
          : error,
      ),
    );
    child.on("close", (ended) => done(ended ?? 1));
  });
  return { lines, code, stderr };
}
