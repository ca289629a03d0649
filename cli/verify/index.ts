import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { homeDir } from "../../testing/home";
import { buildPackage } from "../build";
import { Failure } from "../failure";
import { toolchain } from "../session";
import { callsPage } from "./calls";
import {
  type Interruption,
  Report,
  type Result,
  type ScenarioResult,
  secondsSince,
  slowestParts,
} from "./report";
import { runScenario, type Scenario } from "./scenario";
import { scenarios } from "./scenarios";
import { createWorkspace } from "./workspace";
import { World } from "./world";

export interface VerifyOptions {
  /** Names of the scenarios to run. @default all */
  names?: readonly string[];
  /** File that the result is written to as well. @default none */
  jsonFile?: string | undefined;
  /** File that a page with the calls of all scenarios is written to. @default none */
  callsFile?: string | undefined;
}

/** Proves the scenarios from nothing, in a place of their own, and prints one JSON object as its last line. */
export async function verify({ names = [], jsonFile, callsFile }: VerifyOptions): Promise<number> {
  if (callsFile && names.length > 0) {
    throw new Failure("--calls needs all scenarios. Remove --scenario.");
  }
  const result = await runVerification(chosen(names));
  if (jsonFile) writeFileSync(jsonFile, `${JSON.stringify(result)}\n`);
  if (callsFile && result.ok) writeFileSync(callsFile, callsPageOf(result));
  process.stderr.write(`${slowestParts(result)}\n`);
  // Who called what is long, and of use in a file only.
  process.stdout.write(
    `${JSON.stringify(result, (key, value: unknown) => (key === "calls" ? undefined : value))}\n`,
  );
  return result.ok ? 0 : 1;
}

/** The page of calls; without scenarios whose calls are not the same in every run. */
export function callsPageOf({ scenarios: results }: Result): string {
  const told = scenarios.filter(({ name, chance }) => !chance && results[name]);
  return callsPage(Object.fromEntries(told.map(({ name }) => [name, results[name]?.calls ?? {}])));
}

/** Scenarios that run at a time: mostly they wait for the provider, which waits for the cloud. */
const atATime = 4;

/** Runs scenarios; `onEnd` hears of each as it ends. */
export async function runVerification(
  wanted: readonly Scenario[] = scenarios,
  onEnd: (name: string, result: ScenarioResult) => void = () => {},
): Promise<Result> {
  mkdirSync(homeDir(), { recursive: true });
  const base = mkdtempSync(join(homeDir(), "verify-"));
  const interruption: Interruption = { requested: false };
  const interrupt = () => {
    interruption.requested = true;
  };
  process.on("SIGINT", interrupt);
  const started = performance.now();
  const result: Result = { ok: true, checks: {}, durations: {}, scenarios: {} };
  try {
    const tools = await toolchain();
    result.durations.toolchain = secondsSince(started);
    await buildPackage();
    const workspace = await createWorkspace(join(base, "workspace"));
    result.durations.package = secondsSince(started) - result.durations.toolchain;
    const left = [...wanted];
    const work = async () => {
      for (let scenario = left.shift(); scenario && !interruption.requested; scenario = left.shift()) {
        const report = new Report(scenario.name, interruption);
        const began = performance.now();
        const world = new World(join(base, scenario.name), report, tools, workspace);
        await runScenario(scenario, world).catch((error: unknown) => {
          report.check("runs_to_its_end", false, error instanceof Error ? error.message : String(error));
        });
        report.result.durations.total = secondsSince(began);
        result.scenarios[scenario.name] = report.result;
        result.checks[scenario.name] = report.result.ok;
        result.ok &&= report.result.ok;
        onEnd(scenario.name, report.result);
      }
    };
    await Promise.all(Array.from({ length: atATime }, work));
    if (interruption.requested)
      throw new Failure("Interrupted. All created resources and files were removed.");
  } finally {
    process.removeListener("SIGINT", interrupt);
    rmSync(base, { recursive: true, force: true });
  }
  result.durations.total = secondsSince(started);
  return result;
}

function chosen(names: readonly string[] = []): readonly Scenario[] {
  const unknown = names.filter((name) => !scenarios.some((scenario) => scenario.name === name));
  if (unknown.length > 0) {
    const known = scenarios.map(({ name }) => name).join(", ");
    throw new Failure(`Unknown scenario "${unknown.join('", "')}". Use one of ${known}.`);
  }
  return names.length === 0 ? scenarios : scenarios.filter(({ name }) => names.includes(name));
}
