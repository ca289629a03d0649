import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildPackage } from "../cli/build";
import { type Command, readWholeNumber } from "../cli/commandLine";
import { Failure } from "../cli/failure";
import { projectDir } from "../cli/paths";
import { localPolicy } from "../cli/session";
import { formatTable } from "../cli/table";
import { EngineStack } from "../test/support/engineStack";
import { makeHome } from "../test/support/ownHome";
import { compare, summary } from "./measure";

/** The smallest program with the provider: engine, language host and provider start for one resource. */
const oneVpc =
  'import * as alicloud from "@pulumi/alicloud";\nnew alicloud.vpc.Network("vpc", { cidrBlock: "10.0.0.0/8" });\n';

/** Arguments of an update that asks nothing. */
const update = "up -s local --yes --skip-preview --non-interactive";

/** Times how long the parts of a run without changes take, each against the same run without that part. */
export const engineBench: Command = {
  summary: "Compare runs of this program without changes with runs of one provider resource",
  options: {
    runs: { type: "string", value: "N", help: "Counted runs of each; default 5" },
    json: { type: "boolean", help: "Print JSON" },
  },
  async run({ values }) {
    const runs = readWholeNumber(values.runs ?? "5", "runs", { from: 1 });
    await buildPackage();
    const tutorial = new EngineStack();
    const single = new EngineStack();
    const home = makeHome(mkdtempSync(join(tmpdir(), "bench-home-")));
    try {
      await tutorial.start();
      await single.start();
      single.program(oneVpc);
      for (const stack of [tutorial, single]) stack.pulumi(update);
      runLocal(home);
      const rows = await measure({ tutorial, single, home }, runs);
      process.stdout.write(`${values.json ? JSON.stringify(rows) : format(rows)}\n`);
    } finally {
      runLocal(home, ["--", "stop"]);
      rmSync(home, { recursive: true, force: true });
      await Promise.all([tutorial.remove(), single.remove()]);
    }
    return 0;
  },
};

/** Runs `npm run local`, which uses the ports of `Pulumi.local.yaml`. */
function runLocal(home: string, args: readonly string[] = []): void {
  const { status, stderr } = spawnSync("npm", ["run", "-s", "local", ...args], {
    cwd: projectDir,
    encoding: "utf8",
    env: { ...process.env, ALICLOUD_VPC_API_HOME: home },
  });
  if (status !== 0) throw new Failure(`npm run local ended with ${status}:\n${stderr}`);
}

type Row = { what: string } & ReturnType<typeof summary>;

interface Stacks {
  tutorial: EngineStack;
  /** Stack of {@link oneVpc}. */
  single: EngineStack;
  /** Cache folder of `npm run local`. */
  home: string;
}

async function measure({ tutorial, single, home }: Stacks, runs: number): Promise<Row[]> {
  const preview = "preview -s local --non-interactive";
  const judged = `${preview} --policy-pack ${localPolicy.pack} --policy-pack-config ${localPolicy.config}`;
  const run = (stack: EngineStack, words: string) => async () => stack.pulumi(words);
  const comparisons: [what: string, ours: () => Promise<unknown>, theirs: () => Promise<unknown>][] = [
    ["preview of one VPC, to pulumi version", run(single, preview), run(single, "version")],
    ["preview of the tutorial, to that of one VPC", run(tutorial, preview), run(single, preview)],
    ["the same with the policy pack, to without", run(tutorial, judged), run(tutorial, preview)],
    ["up of the tutorial, to its preview", run(tutorial, update), run(tutorial, preview)],
    ["npm run local, to that up", async () => runLocal(home), run(tutorial, update)],
  ];
  const rows: Row[] = [];
  for (const [what, ours, theirs] of comparisons) {
    rows.push({ what, ...summary(await compare(runs, ours, theirs)) });
  }
  return rows;
}

function format(rows: readonly Row[]): string {
  const lines = rows.map(({ what, ours, theirs, ratio, from, to }) => [
    what,
    `${(ours / 1000).toFixed(1)} s`,
    `${(theirs / 1000).toFixed(1)} s`,
    `${ratio.toFixed(2)} (${from.toFixed(2)}–${to.toFixed(2)})`,
  ]);
  return formatTable([["without changes", "its time", "the other's", "ratio"], ...lines]);
}
