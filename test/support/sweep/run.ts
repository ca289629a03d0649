import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { listDeclarations } from "./declarations";
import { batchesOf, planChanges } from "./plan";
import { inWords, sweepScenario } from "./sweep";

const [name = "", from = "0", only] = process.argv.slice(2);
const folder = "/tmp/sweep-results";

async function main() {
  mkdirSync(folder, { recursive: true });
  const { changes } = planChanges(listDeclarations());
  const own = changes
    .filter(({ scenario }) => scenario === name)
    .filter(({ covers }) => only === undefined || covers.some((path) => new RegExp(only).test(path)))
    .slice(Number(from));
  const started = Date.now();
  console.log(`${name}: ${own.length} changes`);
  const batches = process.env.BATCH ? batchesOf(own) : own.map((one) => [one]);
  console.log(batches.map((b) => b.length));
  if (process.env.BATCH === "show") return console.log(batches.map((b) => b.map((c) => c.covers.join(" ") + " -> " + c.to).join("\n")).join("\n---\n"));
  const outcomes = await sweepScenario(
    name,
    batches,
    ({ changes, steps, meanwhile, faults }) => {
      const time = ((Date.now() - started) / 1000).toFixed(0);
      for (const change of changes) console.log(`${time} s  ${change.covers.join(" ")} -> ${change.to}`);
      console.log(`   ${steps.map(inWords).join(", ")}`);
      console.log(
        `   failed ${meanwhile.failed} of ${meanwhile.made}${meanwhile.ended ? " to the end" : ""} ${meanwhile.first}`,
      );
      for (const fault of faults) console.log(`   FAULT ${fault.slice(0, 1500)}`);
    },
  );
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(outcomes, undefined, 1));
}

void main();
