import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { checkConfigurationFile } from "./configuration";
import { markdownOf } from "./markdown";
import { judged } from "./preview";

const usage = `Previews a stack with the policy pack and prints the findings as Markdown; ends with 1 on a mandatory finding.
It runs the pulumi of the PATH. Usage: alicloud-vpc-api-policy --stack NAME [OPTION…]
  --stack NAME    stack to preview
  --project DIR   folder of the stack's Pulumi.yaml (default: this one)
  --pack DIR      another policy pack, such as one that extends this one (default: this one)
  --config FILE   levels, options and exemptions of the rules, as JSON`;

const options = {
  stack: { type: "string" },
  project: { type: "string", default: "." },
  pack: { type: "string" },
  config: { type: "string" },
  help: { type: "boolean" },
} as const;

/** The package's folder, from the sources as well as from what they are compiled to. */
function packageDir(from = __dirname): string {
  return existsSync(join(from, "PulumiPolicy.yaml")) ? from : packageDir(dirname(from));
}

/** @throws Error on what cannot be run as asked */
async function main(): Promise<number> {
  const { values } = parseArgs({ options });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const project = resolve(values.project);
  if (values.stack === undefined) throw new Error("Name the stack with --stack.");
  if (!existsSync(join(project, "Pulumi.yaml"))) {
    throw new Error(`${project} has no Pulumi.yaml. Name the project's folder with --project.`);
  }
  const config = values.config === undefined ? undefined : resolve(values.config);
  if (config !== undefined) checkConfigurationFile(config, values.pack === undefined);
  const report = await judged({
    pulumi: "pulumi",
    command: "preview",
    stack: values.stack,
    project,
    pack: resolve(values.pack ?? packageDir()),
    ...(config !== undefined && { config }),
    environment: process.env,
  });
  process.stdout.write(markdownOf(report));
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
