import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { type Command, runCommand } from "./commandLine";
import { Failure, main } from "./failure";
import { projectDir } from "./paths";
import { readEvents } from "./policy/findings";
import { markdownOf, textOf } from "./policy/report";
import { Progress } from "./progress";
import { stackName } from "./pulumi";
import { localPolicy, openSession, toolchain } from "./session";

const options: Command["options"] = {
  stack: { type: "string", value: "NAME", help: `Stack (default: ${stackName}, on the local cloud)` },
  project: { type: "string", value: "DIR", help: "Folder of the stack's Pulumi.yaml (default: this one)" },
  pack: { type: "string", value: "DIR", help: "Another policy pack (default: this one's)" },
  config: { type: "string", value: "FILE", help: "Levels, options and exemptions of the rules, as JSON" },
  json: { type: "boolean", help: "As one JSON object" },
  markdown: { type: "boolean", help: "As a comment for a pull request" },
};

const commands: Record<string, Command> = {
  "": {
    summary: "Preview a stack with the policy pack; exits 1 on a mandatory finding",
    options,
    run: ({ values }) => judge("Previewing", ["preview", "--json"], values),
  },
  analyze: {
    summary: "Judge what a stack has made, by its state alone; exits 1 on a mandatory finding",
    options,
    run: ({ values }) => judge("Analyzing", ["policy", "analyze", "--json"], values),
  },
};

type Values = Record<string, string | boolean | undefined>;

async function judge(doing: string, command: string[], values: Values): Promise<number> {
  const stack = String(values.stack ?? stackName);
  const project = resolve(String(values.project ?? projectDir));
  if (!existsSync(join(project, "Pulumi.yaml"))) {
    throw new Failure(`${project} has no Pulumi.yaml. Name the project's folder with --project.`);
  }
  const isLocal = stack === stackName && project === projectDir;
  const { pulumi, environment } = isLocal ? await localEnvironment() : await ownEnvironment();
  const config = values.config ?? (isLocal ? localPolicy.config : undefined);
  const args = [...command, "--stack", stack, "--non-interactive", ...packArgs({ ...values, config })];
  const progress = new Progress(`${doing} stack ${stack} with the policy pack`, 5);
  const { lines, code, stderr } = await run(pulumi, args, project, environment);
  const report = readEvents(lines, code);
  const told = report.errors.length > 0 || report.findings.length > 0 || code === 0;
  const whole = told ? report : { ...report, errors: [stderr.trim() || `pulumi ended with ${code}`] };
  progress.end(whole.ok ? "passed" : "refused");
  const words = values.json ? JSON.stringify(whole) : values.markdown ? markdownOf(whole) : textOf(whole);
  process.stdout.write(`${words}\n`);
  return whole.ok ? 0 : 1;
}

/** Arguments for pulumi that name the pack and its configuration. */
function packArgs({ pack, config }: Values): string[] {
  const args = ["--policy-pack", resolve(String(pack ?? localPolicy.pack))];
  if (typeof config !== "string") return args;
  const file = resolve(config);
  try {
    JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Failure(`${config} cannot be read as JSON: ${error instanceof Error ? error.message : error}`);
  }
  return [...args, "--policy-pack-config", file];
}

async function localEnvironment() {
  const { stack } = await openSession();
  return { pulumi: stack.pulumi, environment: stack.environment() };
}

/** The user's own shell, with the toolchain where it has no pulumi of its own. */
async function ownEnvironment() {
  const { pulumi, env } = await toolchain();
  return { pulumi, environment: { ...process.env, ...env } };
}

async function run(pulumi: string, args: string[], cwd: string, environment: NodeJS.ProcessEnv) {
  const child = spawn(pulumi, args, {
    cwd,
    // One event a line, as they happen, instead of one document that has none of them.
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
    child.on("error", failed);
    child.on("close", (ended) => done(ended ?? 1));
  });
  return { lines, code, stderr };
}

main(() => runCommand("npm run policy --", commands, process.argv.slice(2)));
