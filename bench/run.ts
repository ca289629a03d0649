import { cpSync } from "node:fs";
import { join } from "node:path";
import { buildPackage } from "../cli/build";
import { type Command, readWholeNumber, runCommand } from "../cli/commandLine";
import { Failure, main } from "../cli/failure";
import { projectDir } from "../cli/paths";
import { formatTable } from "../cli/table";
import { EngineStack } from "../test/support/engineStack";
import { deployToMocks } from "../testing/mocks";
import { engineBench } from "./engine";
import { gatewayBench } from "./gateway";
import { type Comparison, compare, summary } from "./measure";
import { openApiBench } from "./openapi";
import { policyBench } from "./policy";
import { startupBench } from "./startup";
import { storeBench } from "./store";

const sizes = [10, 200];
const ways = ["component", "oneByOne"] as const;
type Way = (typeof ways)[number];

interface Row {
  what: string;
  routes: number;
  resources: Record<Way, number>;
  times: Comparison;
}

/** The program runs against mocks: what the construction of all resources costs by itself. */
async function construction(routes: number, runs: number): Promise<Row> {
  const programs = await import("./stacks.js");
  const resources = { component: 0, oneByOne: 0 };
  const build = (way: Way) => async () => {
    resources[way] = (await deployToMocks(() => programs[way](routes))).resources.length;
  };
  const times = await compare(runs, build("component"), build("oneByOne"));
  return { what: "construction", routes, resources, times };
}

/** The real engine and provider preview the program on a local cloud that is empty. */
async function preview(routes: number, runs: number): Promise<Row> {
  const resources = { component: 0, oneByOne: 0 };
  const made = ways.map((way) => ({ way, stack: new EngineStack() }));
  try {
    for (const { way, stack } of made) {
      await stack.start();
      stack.program(`import { ${way} } from "./bench/stacks";\n${way}(${routes});\n`);
      cpSync(join(projectDir, "bench"), join(stack.checkout, "bench"), { recursive: true });
    }
    const [ours, theirs] = made.map(({ way, stack }) => async () => {
      const printed = stack.pulumi("preview -s local --non-interactive");
      resources[way] = Number(/\+ (\d+) to create/.exec(printed)?.[1]);
    });
    if (!ours || !theirs) throw new Failure("there are two ways to compare");
    return { what: "preview", routes, resources, times: await compare(runs, ours, theirs) };
  } finally {
    await Promise.all(made.map(({ stack }) => stack.remove()));
  }
}

function words(rows: readonly Row[]): string {
  const lines = rows.map(({ what, routes, resources, times }) => {
    const { ours, theirs, ratio, from, to } = summary(times);
    const counts = [resources.component, resources.oneByOne].map(String);
    const medians = [ours, theirs].map((time) => `${(time / 1000).toFixed(2)} s`);
    return [
      what,
      String(routes),
      ...counts,
      ...medians,
      `${ratio.toFixed(2)} (${from.toFixed(2)}–${to.toFixed(2)})`,
    ];
  });
  const heading = ["what", "APIs", "resources", "one by one", "VpcApi", "one by one", "ratio"];
  return formatTable([heading, ...lines]);
}

const bench: Command = {
  summary: "Compare a VpcApi with a stack of the same provider resources",
  options: {
    runs: { type: "string", value: "N", help: "Counted runs of each way; default 5" },
    "no-engine": {
      type: "boolean",
      help: "Measure only construction, without engine, provider and local cloud",
    },
    json: { type: "boolean", help: "Print JSON" },
  },
  async run({ values }) {
    const runs = readWholeNumber(values.runs ?? "5", "runs", { from: 1 });
    await buildPackage();
    const rows: Row[] = [];
    for (const part of values["no-engine"] ? [construction] : [construction, preview]) {
      for (const routes of sizes) rows.push(await part(routes, runs));
    }
    process.stdout.write(`${values.json ? JSON.stringify(rows) : words(rows)}\n`);
    return 0;
  },
};

main(() =>
  runCommand(
    "npm run bench --",
    {
      "": bench,
      engine: engineBench,
      gateway: gatewayBench,
      openapi: openApiBench,
      policy: policyBench,
      startup: startupBench,
      store: storeBench,
    },
    process.argv.slice(2),
  ),
);
