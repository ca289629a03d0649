import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Command, runCommand } from "../../../cli/commandLine";
import { Failure, main } from "../../../cli/failure";
import { projectDir } from "../../../cli/paths";
import { issueCertificates } from "./certificates";
import { listDeclarations } from "./declarations";
import { createBatches, planChanges } from "./plan";
import { scenarios } from "./scenarios";
import { inWords, sweepScenario } from "./sweep";
import { createRow, mergeRows, readRows, writePage } from "./table";

const page = join(projectDir, "docs", "changes.md");

const sweep: Command = {
  summary: "Change every argument on live stacks, and write docs/changes.md",
  options: {
    scenario: {
      type: "string",
      value: "NAME,…",
      help: `Run only these: ${Object.keys(scenarios).join(", ")}`,
    },
    argument: {
      type: "string",
      value: "PATH,…",
      help: "Change only these arguments, for example routes[].backend.timeout",
    },
    together: { type: "boolean", help: "Combine independent changes in one update" },
    list: { type: "boolean", help: "Only list the changes" },
    page: { type: "boolean", help: "Only write the page, with the rows that it has" },
  },
  async run({ values }) {
    await issueCertificates();
    const plan = planChanges(listDeclarations());
    const chosen = readNames(values.argument, new Set(plan.changes.flatMap(({ covers }) => covers)));
    const changes = plan.changes.filter(({ covers }) => covers.some((path) => chosen.includes(path)));
    const names = readNames(values.scenario, new Set(Object.keys(scenarios)));
    const rows = readRows(readFileSync(page, "utf8"));
    let faults = 0;
    for (const name of values.page ? [] : names) {
      const own = changes.filter(({ scenario }) => scenario === name);
      const batches = values.together ? createBatches(name, changes) : own.map((change) => [change]);
      if (batches.length === 0) continue;
      if (values.list) {
        for (const batch of batches)
          print(`${name}: ${batch.map(({ covers, to }) => `${covers.join(" ")} → ${to}`).join("; ")}`);
        continue;
      }
      const before = rows[name] ?? [];
      const made: string[] = [];
      await sweepScenario(name, batches, (outcome) => {
        made.push(createRow(outcome));
        faults += outcome.faults.length;
        print(
          `${name} ${made.length}/${batches.length}: ${outcome.changes.map(({ covers, to }) => `${covers.join(" ")} → ${to}`).join("; ")}`,
        );
        print(`  ${outcome.steps.map(inWords).join(", ") || "nothing"}`);
        for (const fault of outcome.faults) print(`  FAULT ${fault}`);
        rows[name] = mergeRows(before, made);
        writeFileSync(page, writePage(rows, plan));
      });
    }
    if (values.page) writeFileSync(page, writePage(rows, plan));
    return faults === 0 ? 0 : 1;
  },
};

/** @throws Failure for an unknown name */
function readNames(list: unknown, known: ReadonlySet<string>): string[] {
  if (list === undefined) return [...known];
  const names = String(list).split(",");
  const unknown = names.find((name) => !known.has(name));
  if (unknown === undefined) return names;
  throw new Failure(`Unknown name "${unknown}". Use ${[...known].join(", ")}.`);
}

const print = (line: string) => process.stdout.write(`${line}\n`);

main(() => runCommand("npm run sweep --", { "": sweep }, process.argv.slice(2)));
