import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { checkConfigurationFile } from "./configuration";
import { renderMarkdown } from "./markdown";
import { runPolicies } from "./run";

const usage = `Previews a stack with the policy pack and prints the findings as Markdown. Exits with 1 on a mandatory finding.
Runs the Pulumi CLI of the PATH. Usage: alicloud-vpc-api-policy --stack NAME [OPTION…]
  --stack NAME    stack to preview
  --project DIR   folder of Pulumi.yaml (default: the current folder)
  --pack DIR      another policy pack (default: this one)
  --config FILE   levels, options and exemptions of the rules, as JSON`;

const options = {
  stack: { type: "string" },
  project: { type: "string", default: "." },
  pack: { type: "string" },
  config: { type: "string" },
  help: { type: "boolean" },
} as const;

/** Finds the folder of the package, from the sources or from the compiled files. */
function packageDir(from = __dirname): string {
  return existsSync(join(from, "PulumiPolicy.yaml")) ? from : packageDir(dirname(from));
}

/** @throws Error on invalid arguments */
async function main(): Promise<number> {
  const { values } = parseArgs({ options });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const project = resolve(values.project);
  if (values.stack === undefined)
    throw new Error("--stack is required. Set it to the name of the stack to preview.");
  if (!existsSync(join(project, "Pulumi.yaml"))) {
    throw new Error(`${project} has no Pulumi.yaml. Set --project to the folder of the project.`);
  }
  const config = values.config === undefined ? undefined : resolve(values.config);
  if (config !== undefined) checkConfigurationFile(config, values.pack === undefined);
  const report = await runPolicies({
    pulumi: "pulumi",
    command: "preview",
    stack: values.stack,
    project,
    pack: resolve(values.pack ?? packageDir()),
    ...(config !== undefined && { config }),
    environment: process.env,
  });
  process.stdout.write(renderMarkdown(report));
  return report.ok ? 0 : 1;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  },
);
