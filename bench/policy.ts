import { type Command, readWholeNumber } from "../cli/commandLine";
import { formatTable } from "../cli/table";
import type { ExampleResource } from "../policy/core/rule";
import { rules } from "../policy/rules";
import { PackProcess, type SentRun, sent } from "../test/support/packProcess";
import { requestsFor } from "../test/support/policyHarness";
import { summary } from "./measure";

/** Services that look alike, each with names and domains of its own, until there are so many resources. */
function services(count: number): ExampleResource[] {
  const passing = rules.flatMap(({ examples }) => examples.passes);
  const kinds = [...new Map(passing.map((resource) => [resource.type, resource])).values()];
  return Array.from({ length: count }, (_, index) => {
    const service = Math.floor(index / kinds.length);
    const kind = kinds[index % kinds.length] as ExampleResource;
    return { ...kind, name: `${kind.name}-${service}`, props: inService(kind.props, service) };
  });
}

/** References as the ids that they are after creation, within the service. */
function inService(props: ExampleResource["props"], service: number): ExampleResource["props"] {
  const own = JSON.stringify(props).replaceAll("example.com", `service-${service}.example.com`);
  return JSON.parse(own, (_, value: { ref?: string } | undefined) =>
    typeof value?.ref === "string" ? `id of ${value.ref}-${service}` : value,
  );
}

/** Packs by what they are called here, each as a program with its arguments. */
const packs = {
  "this pack": ["policy/start.cjs"],
  "no policies": ["bench/policyPacks.ts", "no-policies"],
  "one empty policy of each kind": ["bench/policyPacks.ts", "one-of-each-kind"],
} as const;
type Pack = keyof typeof packs;
const [nothing, empty] = ["no policies", "one empty policy of each kind"] as const;

export const policyBench: Command = {
  summary: "Compare the CPU time of the served policy pack with that of empty packs of the SDK",
  options: {
    runs: { type: "string", value: "N", help: "Counted runs of each; default 3" },
    resources: { type: "string", value: "N", help: "Resources of the stack; default 10000" },
    json: { type: "boolean", help: "Print JSON" },
  },
  async run({ values }) {
    const runs = readWholeNumber(values.runs ?? "3", "runs", { from: 1 });
    const count = readWholeNumber(values.resources ?? "10000", "resources", { from: 1 });
    const requests = sent(requestsFor(services(count), true));
    const served: PackProcess[] = [];
    const times: Record<Pack, number[]> = { "this pack": [], [nothing]: [], [empty]: [] };
    try {
      for (const program of Object.values(packs)) served.push(await PackProcess.start(program));
      // The packs run in turn, so that a computer whose speed changes is as fast for one as for the others.
      for (let run = 0; run <= runs; run++) {
        for (const [index, pack] of (Object.keys(packs) as Pack[]).entries()) {
          const time = await measureCpu(served[index] as PackProcess, requests);
          // One run of each is not counted.
          if (run > 0) times[pack].push(time);
        }
      }
      const rows = Object.entries(times).map(([pack, ours]) => ({
        pack,
        resources: count,
        ...summary({ ours, theirs: times[empty] }),
        toNothing: summary({ ours, theirs: times[nothing] }).ratio,
      }));
      process.stdout.write(`${values.json ? JSON.stringify(rows) : words(rows)}\n`);
    } finally {
      await Promise.all(served.map((pack) => pack.stop()));
    }
    return 0;
  },
};

/** CPU time of a pack for a run: other processes of the computer do not change it much. */
async function measureCpu(pack: PackProcess, requests: SentRun): Promise<number> {
  const start = await pack.cpuTime();
  await pack.evaluate(requests);
  return (await pack.cpuTime()) - start;
}

type Row = { pack: string; resources: number; toNothing: number } & ReturnType<typeof summary>;

function words(rows: readonly Row[]): string {
  const lines = rows.map(({ pack, resources, ours, ratio, from, to, toNothing }) => [
    ...[pack, String(resources), `${(ours / 1000).toFixed(2)} s`],
    `${ratio.toFixed(2)} (${from.toFixed(2)}–${to.toFixed(2)})`,
    toNothing.toFixed(2),
  ]);
  return formatTable([["pack", "resources", "CPU time", `to ${empty}`, `to ${nothing}`], ...lines]);
}
