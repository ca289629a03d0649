import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { buildPackage } from "../../../cli/build";
import { type Command, readWholeNumber, runCommand } from "../../../cli/commandLine";
import type { OperationResult } from "../../../cli/engineEvents";
import { Failure, main } from "../../../cli/failure";
import type { Operation } from "../../../cli/pulumi";
import { prepareToolchain } from "../../../cli/session";
import { formatTable } from "../../../cli/table";
import { locateHome } from "../../../testing/home";
import { type Target, targets } from "./processes";
import { createRandom } from "./random";
import { Subject } from "./subject";

const operations = ["up", "refresh", "destroy"] as const;
type Killed = (typeof operations)[number];

/** Attempts to kill a process before the operation ends. */
const attempts = 5;

interface Row {
  operation: Killed;
  target: Target;
  /** Milliseconds after the start of the operation. */
  killedAfter: number;
  /** Resources that the next `up` adopted, or created because nothing was there. */
  recovered: string[];
  /** What was wrong after the next `up`. */
  faults: string[];
}

const kills: Command = {
  summary: "Kill the engine, the provider, the program and the local cloud at random moments",
  options: {
    runs: { type: "string", value: "N", help: "Number of kills; default 30" },
    seed: { type: "string", value: "N", help: "Seed of the random numbers; default 1" },
    only: {
      type: "string",
      value: "OPERATION,PROCESS",
      help: "Kill only this process in this operation, for example destroy,cloud",
    },
    markdown: { type: "string", value: "FILE", help: "Write the results as a Markdown table to FILE" },
  },
  async run({ values }) {
    const runs = readWholeNumber(values.runs ?? "30", "runs", { from: 1 });
    const seed = readWholeNumber(values.seed ?? "1", "seed", { from: 1 });
    const formatName = ({ operation, target }: (typeof pairs)[number]) => `${operation},${target}`;
    const chosen = pairs.filter((pair) => values.only === undefined || values.only === formatName(pair));
    if (chosen.length === 0)
      throw new Failure(`--only is ${values.only}. Use one of ${pairs.map(formatName).join(" ")}.`);
    if (process.platform !== "linux") throw new Failure("This command needs /proc. Run it on Linux.");
    const tools = await prepareToolchain();
    await buildPackage();
    mkdirSync(locateHome(), { recursive: true });
    const base = mkdtempSync(join(locateHome(), "kills-"));
    const subject = new Subject(base, tools);
    const rows: Row[] = [];
    try {
      await subject.start();
      const usual = await measure(subject);
      process.stderr.write(`usual durations in ms: ${JSON.stringify(usual.milliseconds)}\n`);
      const random = createRandom(seed);
      for (let run = 0; run < runs; run++) {
        const pair = chosen[run % chosen.length] ?? { operation: "up", target: "engine" };
        const row = await killOnce(subject, usual, pair, random);
        rows.push(row);
        process.stderr.write(`${rows.length}/${runs} ${describe(row).join(", ")}\n`);
      }
    } finally {
      await subject.stop();
      if (rows.every(({ faults }) => faults.length === 0)) rmSync(base, { recursive: true, force: true });
      else process.stderr.write(`State and log of the local cloud: ${base}\n`);
    }
    const failed = rows.filter(({ faults }) => faults.length > 0).length;
    const lines = [headings, ...rows.map(describe)];
    process.stdout.write(`${formatTable(lines)}\n${runs} kills with seed ${seed}, ${failed} with faults\n`);
    if (typeof values.markdown === "string") writeFileSync(resolve(values.markdown), markdown(lines));
    return failed === 0 ? 0 : 1;
  },
};

/** Durations of undisturbed operations, and what the cloud holds after `up`. */
interface Usual {
  milliseconds: Record<Killed, number>;
  holdings: Record<string, number>;
}

async function measure(subject: Subject): Promise<Usual> {
  const milliseconds = { up: 0, refresh: 0, destroy: 0 };
  let holdings: Usual["holdings"] = {};
  for (const operation of operations) {
    const started = performance.now();
    await mustSucceed(subject, operation);
    milliseconds[operation] = performance.now() - started;
    if (operation === "up") holdings = await subject.holdings();
  }
  return { milliseconds, holdings };
}

async function mustSucceed(subject: Subject, operation: Operation): Promise<OperationResult> {
  const result = await subject.operate(operation);
  if (!result.ok) throw new Failure(`${operation} failed without a kill:\n${result.errors.join("\n")}`);
  return result;
}

/** What the runs kill, one after the other. Only `up` runs a program. */
const pairs = operations.flatMap((operation) =>
  targets
    .filter((target) => target !== "program" || operation === "up")
    .map((target) => ({ operation, target })),
);

async function killOnce(
  subject: Subject,
  { milliseconds, holdings }: Usual,
  { operation, target }: { operation: Killed; target: Target },
  random: () => number,
): Promise<Row> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    await subject.resume();
    // An `up` has most to lose where nothing exists yet.
    await mustSucceed(subject, operation === "up" ? "destroy" : "up");
    const after = random() * milliseconds[operation];
    const started = performance.now();
    const { result, killedAfter } = await subject.operateAndKill(operation, target, after);
    if (killedAfter === undefined) {
      // The machine has become faster than in the measurement.
      milliseconds[operation] = performance.now() - started;
      continue;
    }
    await subject.resume();
    const up = await subject.operate("up");
    const faults = await findFaults(subject, up, holdings);
    if (
      target === "cloud" &&
      !result.ok &&
      !result.errors.some((error) => error.includes("The local cloud (pid"))
    )
      faults.push(`the end of the local cloud was not reported: ${result.errors.join("; ")}`);
    const recovered = up.warnings.filter((warning) => warning.includes("when a run was interrupted"));
    return { operation, target, killedAfter, recovered, faults };
  }
  throw new Failure(`${operation} ended ${attempts} times before the ${target} could be killed.`);
}

/** Whether the next `up` succeeded, and nothing is lost or doubled. */
async function findFaults(
  subject: Subject,
  up: OperationResult,
  holdings: Usual["holdings"],
): Promise<string[]> {
  if (!up.ok) return [`the next up failed: ${up.errors.join("; ")}`];
  const faults: string[] = [];
  const held = await subject.holdings();
  if (!isDeepStrictEqual(held, holdings))
    faults.push(`the cloud holds ${JSON.stringify(held)} instead of ${JSON.stringify(holdings)}`);
  const again = await subject.operate("up");
  if (!again.ok || again.steps.length > 0)
    faults.push(
      `another up changes ${again.steps.map(({ op, urn }) => `${op} ${urn}`).join(", ")} ${again.errors}`,
    );
  const refresh = await subject.operate("refresh");
  if (!refresh.ok || refresh.steps.some(({ op }) => op !== "refresh"))
    faults.push(
      `a refresh finds changes: ${refresh.steps.map(({ op, urn }) => `${op} ${urn}`).join(", ")} ${refresh.errors}`,
    );
  const status = await subject.call();
  if (status !== 200) faults.push(`a call is answered with ${status}`);
  return faults;
}

const headings = ["operation", "killed", "after", "recovered creations", "faults"];

const describe = ({ operation, target, killedAfter, recovered, faults }: Row): string[] => [
  operation,
  target,
  `${(killedAfter / 1_000).toFixed(1)} s`,
  String(recovered.length),
  faults.join("; ") || "none",
];

function markdown([head = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |\n`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("");
}

main(() => runCommand("npm run kills --", { "": kills }, process.argv.slice(2)));
