import { existsSync } from "node:fs";
import { locateBundle, writeAuthorities } from "../testing/authorities";
import { createLocalEnvironment } from "../testing/environment";
import { locateHome } from "../testing/home";
import {
  buildToolchain,
  cleanToolchain,
  compareModules,
  findNewerModules,
  type ModuleRelease,
  readToolchainStatus,
} from "../toolchain";
import { buildPackage } from "./build";
import { type Command, runCommand } from "./commandLine";
import { main } from "./failure";
import { locateDirs } from "./paths";
import { LocalStack } from "./pulumi";
import { prepareToolchain } from "./session";
import { formatTable } from "./table";

const report = (line: string) => process.stderr.write(`${line}\n`);

const commands: Record<string, Command> = {
  env: {
    summary: "Print export lines that make pulumi and its plugins available in a shell",
    options: {
      "no-local": { type: "boolean", help: "Omit the state and certificates of stack local" },
    },
    async run({ values }) {
      const provided = await prepareToolchain();
      process.stdout.write(`${provided.exportLines.trimEnd()}\n`);
      if (values["no-local"]) return 0;
      await buildPackage();
      const dirs = locateDirs();
      const caBundle = locateBundle(dirs.cloud);
      if (!existsSync(caBundle)) writeAuthorities(caBundle);
      await new LocalStack({ toolchain: provided, dirs }).ensure();
      for (const [name, value] of Object.entries(createLocalEnvironment(dirs.backend, caBundle))) {
        process.stdout.write(`export ${name}='${value.replace(/'/g, "'\\''")}'\n`);
      }
      return 0;
    },
  },
  build: {
    summary: "Build the engine and its plugins from their Go modules, unless they are built",
    async run() {
      await buildToolchain({ home: locateHome(), report });
      return 0;
    },
  },
  status: {
    summary: "Show the version, state and path of each part",
    options: { json: { type: "boolean", help: "Print JSON" } },
    async run({ values }) {
      const status = await readToolchainStatus({ home: locateHome() });
      process.stdout.write(values.json ? `${JSON.stringify(status)}\n` : `${formatStatus(status)}\n`);
      return status.ready ? 0 : 3;
    },
  },
  outdated: {
    summary: "List newer releases of the Go modules that the toolchain is built from",
    options: { json: { type: "boolean", help: "Print JSON" } },
    async run({ values }) {
      const modules = await findNewerModules();
      process.stdout.write(values.json ? `${JSON.stringify(modules)}\n` : `${formatModules(modules)}\n`);
      return 0;
    },
  },
  compare: {
    summary: "Compare the plugins from reduced modules with those from whole modules",
    async run() {
      const comparisons = await compareModules({ home: locateHome(), report });
      const formatMegabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
      const rows = comparisons.map(({ title, same, described, bytes }) => [
        title,
        same ? "equal" : "different",
        `${described} bytes`,
        formatMegabytes(bytes.reduced),
        formatMegabytes(bytes.whole),
      ]);
      process.stdout.write(
        `${formatTable([["plugin", "description", "length", "reduced", "whole"], ...rows])}\n`,
      );
      return comparisons.every(({ same }) => same) ? 0 : 1;
    },
  },
  clean: {
    summary: "Remove all downloaded and built parts",
    async run() {
      await cleanToolchain({ home: locateHome(), report });
      return 0;
    },
  },
};

function formatStatus({ parts }: Awaited<ReturnType<typeof readToolchainStatus>>): string {
  const rows = parts.map(({ title, version, state, path }) => [title, version, state, path ?? ""]);
  return formatTable([["part", "version", "state", "path"], ...rows]);
}

function formatModules(modules: readonly ModuleRelease[]): string {
  const rows = modules.map(({ title, module, current, newer, go, remark }) => [
    title,
    module,
    current ?? "",
    newer ?? remark ?? "none",
    go ?? "",
  ]);
  return formatTable([["part", "module", "in use", "newer", "needs Go"], ...rows]);
}

main(() => runCommand("npm run toolchain --", commands, process.argv.slice(2)));
