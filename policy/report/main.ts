import { existsSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { packageDir } from "../core/pages";
import { checkConfigurationFile } from "./configuration";
import { exitCodes } from "./findings";
import { formatOfFile, formats, isFormat } from "./formats";
import { runPolicies } from "./run";
import { paintForOutput, renderText } from "./text";

const usage = `Previews a stack with the policy pack and prints the findings. Runs the Pulumi CLI of the PATH.

Usage: alicloud-vpc-api-policy --stack NAME [OPTION…]
  --stack NAME     stack to preview
  --project DIR    folder of Pulumi.yaml (default: the current folder)
  --pack DIR       another policy pack (default: this one)
  --config FILE    levels, options and exemptions of the rules, as JSON
  --format FORMAT  ${Object.keys(formats).join(", ")} (default: text)
  --output FILE    also write a report, in the format of its extension: .txt, .md, .json or .sarif; repeatable

Exit codes: 0 passed, 1 refused by a mandatory finding, 2 the preview could not be made.`;

const options = {
  stack: { type: "string" },
  project: { type: "string", default: "." },
  pack: { type: "string" },
  config: { type: "string" },
  format: { type: "string", default: "text" },
  output: { type: "string", multiple: true, default: [] as string[] },
  help: { type: "boolean" },
} as const;

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
  if (!isFormat(values.format)) {
    throw new Error(`--format is "${values.format}". Use one of ${Object.keys(formats).join(", ")}.`);
  }
  const outputs = values.output.map((file) => ({ file, format: formatOfFile(file) }));
  const config = values.config === undefined ? undefined : resolve(values.config);
  if (config !== undefined) checkConfigurationFile(config, values.pack === undefined);
  const report = await runPolicies({
    pulumi: "pulumi",
    command: "preview",
    stack: values.stack,
    project,
    pack: resolve(values.pack ?? packageDir),
    ...(config !== undefined && { config }),
    environment: process.env,
  });
  process.stdout.write(
    values.format === "text" ? renderText(report, paintForOutput) : formats[values.format](report, project),
  );
  for (const { file, format } of outputs) writeFileSync(file, formats[format](report, project));
  return exitCodes[report.outcome];
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
