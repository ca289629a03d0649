import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Command, runCommand } from "../../../cli/commandLine";
import { Failure, main } from "../../../cli/failure";
import { projectDir } from "../../../cli/paths";
import { homeDir } from "../../../testing/home";
import { issueCertificates } from "./certificates";
import { listDeclarations } from "./declarations";
import { createBatches, planChanges } from "./plan";
import { scenarios } from "./scenarios";
import { inWords, sweepScenario } from "./sweep";
import { createRow, type Row, writePage } from "./table";

/** Folder for the rows of each scenario, so that one scenario can be repeated. */
const folder = join(homeDir(), "sweep");
const outcomeFile = (scenario: string) => join(folder, `${scenario}.json`);
const page = join(projectDir, "docs", "changes.md");

const sweep: Command = {
  summary: "Change every argument on live stacks, and write docs/changes.md",
  options: {
    scenario: {
      type: "string",
      value: "NAME,…",
      help: `Run only these: ${Object.keys(scenarios).join(", ")}`,
    },
    together: { type: "boolean", help: "Combine independent changes in one update" },
    list: { type: "boolean", help: "Only list the changes" },
    page: { type: "boolean", help: "Only write the page, from the results of earlier runs" },
  },
  async run({ values }) {
    await issueCertificates();
    const declarations = listDeclarations();
    const plan = planChanges(declarations);
    const names = values.page
      ? []
      : values.scenario === undefined
        ? Object.keys(scenarios)
        : String(values.scenario).split(",");
    let faults = 0;
    for (const name of names) {
      if (!(name in scenarios))
        throw new Failure(`Unknown scenario "${name}". Use one of ${Object.keys(scenarios).join(", ")}.`);
      const own = plan.changes.filter(({ scenario }) => scenario === name);
      const batches = values.together ? createBatches(name, plan.changes) : own.map((change) => [change]);
      if (values.list) {
        for (const batch of batches)
          print(`${name}: ${batch.map(({ covers, to }) => `${covers.join(" ")} → ${to}`).join("; ")}`);
        continue;
      }
      const rows: Row[] = [];
      await sweepScenario(name, batches, (outcome) => {
        const row = createRow(outcome);
        rows.push(row);
        faults += row.faults.length;
        print(
          `${name} ${rows.length}/${batches.length}: ${row.changes.map(({ covers, to }) => `${covers.join(" ")} → ${to}`).join("; ")}`,
        );
        print(`  ${outcome.steps.map(inWords).join(", ") || "nothing"}; calls ${row.calls}`);
        for (const fault of row.faults) print(`  FAULT ${fault}`);
        mkdirSync(folder, { recursive: true });
        writeFileSync(outcomeFile(name), JSON.stringify(rows));
      });
    }
    if (values.list) return 0;
    const all = Object.keys(scenarios).filter((name) => existsSync(outcomeFile(name)));
    const kept = Object.fromEntries(
      all.map((name) => [name, JSON.parse(readFileSync(outcomeFile(name), "utf8"))]),
    );
    const abouts = Object.fromEntries(Object.entries(scenarios).map(([name, { about }]) => [name, about]));
    writeFileSync(page, writePage(kept, abouts, plan));
    return faults === 0 ? 0 : 1;
  },
};

const print = (line: string) => process.stdout.write(`${line}\n`);

main(() => runCommand("npm run sweep --", { "": sweep }, process.argv.slice(2)));
