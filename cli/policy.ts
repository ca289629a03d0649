import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { checkConfigurationFile } from "../policy/report/configuration";
import { exitCodes } from "../policy/report/findings";
import { type Format, formats } from "../policy/report/formats";
import { type PolicyRun, runPolicies } from "../policy/report/run";
import { paintForOutput, renderText } from "../policy/report/text";
import { buildPackage } from "./build";
import { type Command, runCommand } from "./commandLine";
import { Failure, main } from "./failure";
import { projectDir } from "./paths";
import { Progress } from "./progress";
import { stackName } from "./pulumi";
import { localPolicy, openSession, prepareToolchain } from "./session";

const options: Command["options"] = {
  stack: { type: "string", value: "NAME", help: `Stack (default: ${stackName}, on the local cloud)` },
  project: {
    type: "string",
    value: "DIR",
    help: "Folder of the stack's Pulumi.yaml (default: the checkout)",
  },
  pack: {
    type: "string",
    value: "DIR",
    help: "Folder of the policy pack (default: the pack of this repository)",
  },
  config: { type: "string", value: "FILE", help: "Levels, options and exemptions of the rules, as JSON" },
  json: { type: "boolean", help: "Print one JSON object" },
  markdown: { type: "boolean", help: "Print a comment for a pull request" },
};

const commands: Record<string, Command> = {
  "": {
    summary: "Preview a stack with the policy pack; exits 1 on a mandatory finding, 2 if the run failed",
    options,
    run: ({ values }) => judge("Previewing", "preview", values),
  },
  analyze: {
    summary:
      "Check the resources in the state of a stack; exits 1 on a mandatory finding, 2 if the run failed",
    options,
    run: ({ values }) => judge("Analyzing", "policy analyze", values),
  },
};

type Values = Record<string, string | boolean | undefined>;

async function judge(doing: string, command: PolicyRun["command"], values: Values): Promise<number> {
  const stack = String(values.stack ?? stackName);
  const project = resolve(String(values.project ?? projectDir));
  if (!existsSync(join(project, "Pulumi.yaml"))) {
    throw new Failure(
      `--project is "${project}", which has no Pulumi.yaml. Use the folder of a Pulumi project.`,
    );
  }
  const isLocal = stack === stackName && project === projectDir;
  const pack = resolve(String(values.pack ?? localPolicy.pack));
  const configured = values.config ?? (isLocal ? localPolicy.config : undefined);
  const config = typeof configured === "string" ? resolve(configured) : undefined;
  if (config !== undefined) checkConfigurationFile(config, pack === localPolicy.pack);
  if (project === projectDir) await buildPackage();
  const engine = isLocal ? await createStackEnvironment() : await createOwnEnvironment();
  const progress = new Progress(`${doing} stack ${stack} with the policy pack`, 5);
  const report = await runPolicies({ ...engine, command, stack, project, pack, ...(config && { config }) });
  progress.end(report.outcome);
  const format = (["json", "markdown"] satisfies Format[]).find((format) => values[format]);
  process.stdout.write(format === undefined ? renderText(report, paintForOutput) : formats[format](report));
  return exitCodes[report.outcome];
}

async function createStackEnvironment() {
  const { stack } = await openSession();
  return { pulumi: stack.pulumi, environment: stack.createEnvironment() };
}

/** The user's environment. The toolchain is added if PATH has no pulumi. */
async function createOwnEnvironment() {
  const { pulumi, env } = await prepareToolchain();
  return { pulumi, environment: { ...process.env, ...env } };
}

main(() => runCommand("npm run policy --", commands, process.argv.slice(2)));
