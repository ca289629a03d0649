import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Command, readWholeNumber } from "../cli/commandLine";
import { formatTable } from "../cli/table";
import { createWorkspace } from "../cli/verify/workspace";
import { locateHome } from "../testing/home";
import { inTurn, summary } from "./measure";

/** What a program begins with, by what it is called here; each in a process of its own. */
const programs = {
  "alicloud-vpc-api, as packed": 'require("alicloud-vpc-api")',
  "@pulumi/alicloud": 'require("@pulumi/alicloud")',
  "@pulumi/pulumi": 'require("@pulumi/pulumi")',
  "nothing but Node": "",
} as const;
type Program = keyof typeof programs;
const plain = "@pulumi/alicloud";

export const startupBench: Command = {
  summary: "Compare the time to load this package with the time to load the provider SDK",
  options: {
    runs: { type: "string", value: "N", help: "Counted runs of each; default 20" },
    json: { type: "boolean", help: "Print JSON" },
  },
  async run({ values }) {
    const runs = readWholeNumber(values.runs ?? "20", "runs", { from: 1 });
    mkdirSync(locateHome(), { recursive: true });
    const base = mkdtempSync(join(locateHome(), "bench-"));
    try {
      const cwd = await createWorkspace(base);
      const load = (script: string) => async () => execFileSync(process.execPath, ["-e", script], { cwd });
      const ways = Object.fromEntries(Object.entries(programs).map(([name, script]) => [name, load(script)]));
      const times = await inTurn(runs, ways as Record<Program, () => Promise<unknown>>);
      const rows = Object.entries(times).map(([program, ours]) => ({
        program,
        ...summary({ ours, theirs: times[plain] }),
      }));
      process.stdout.write(`${values.json ? JSON.stringify(rows) : words(rows)}\n`);
    } finally {
      rmSync(base, { recursive: true, force: true });
    }
    return 0;
  },
};

type Row = { program: string } & ReturnType<typeof summary>;

function words(rows: readonly Row[]): string {
  const lines = rows.map(({ program, ours, ratio, from, to }) => [
    program,
    `${ours.toFixed(0)} ms`,
    `${ratio.toFixed(2)} (${from.toFixed(2)}–${to.toFixed(2)})`,
  ]);
  return formatTable([["a program that loads", "its time", `to ${plain}`], ...lines]);
}
