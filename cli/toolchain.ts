import { existsSync } from "node:fs";
import { writeAuthorities } from "../testing/authorities";
import { localEnvironment } from "../testing/environment";
import { homeDir } from "../testing/home";
import { buildToolchain, cleanToolchain, toolchainStatus } from "../toolchain";
import { buildPackage } from "./build";
import { type Command, runCommand } from "./commandLine";
import { main } from "./failure";
import { localDirs } from "./paths";
import { LocalStack } from "./pulumi";
import { caBundleOf, toolchain } from "./session";
import { table } from "./table";

const report = (line: string) => process.stderr.write(`${line}\n`);

const commands: Record<string, Command> = {
  env: {
    summary: "Print export lines with which pulumi and its plugins work in a shell",
    options: {
      "no-local": { type: "boolean", help: "Leave out the state and certificates of stack local" },
    },
    async run({ values }) {
      const { exportLines, pulumi, env } = await toolchain();
      process.stdout.write(`${exportLines.trimEnd()}\n`);
      if (values["no-local"]) return 0;
      await buildPackage();
      const dirs = localDirs();
      const caBundle = caBundleOf(dirs);
      if (!existsSync(caBundle)) writeAuthorities(caBundle);
      await new LocalStack({ pulumi, toolchainEnv: { ...env }, backendDir: dirs.backend, caBundle }).ensure();
      for (const [name, value] of Object.entries(localEnvironment(dirs.backend, caBundle))) {
        process.stdout.write(`export ${name}='${value.replace(/'/g, "'\\''")}'\n`);
      }
      return 0;
    },
  },
  build: {
    summary: "Build the engine and its plugins from their Go modules, as far as they are not built",
    async run() {
      await buildToolchain({ home: homeDir(), report });
      return 0;
    },
  },
  status: {
    summary: "Say which parts are there, and where they come from",
    options: { json: { type: "boolean", help: "As JSON" } },
    async run({ values }) {
      const status = await toolchainStatus({ home: homeDir() });
      process.stdout.write(values.json ? `${JSON.stringify(status)}\n` : `${statusTable(status)}\n`);
      return status.ready ? 0 : 3;
    },
  },
  clean: {
    summary: "Remove what was fetched and built",
    async run() {
      await cleanToolchain({ home: homeDir(), report });
      return 0;
    },
  },
};

function statusTable({ parts }: Awaited<ReturnType<typeof toolchainStatus>>): string {
  const rows = parts.map(({ title, version, state, path }) => [title, version, state, path ?? ""]);
  return table([["part", "version", "state", "path"], ...rows]);
}

main(() => runCommand("npm run toolchain --", commands, process.argv.slice(2)));
