import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { locateHome } from "../../testing/home";
import { buildPackage } from "../build";
import { Failure } from "../failure";
import { prepareToolchain } from "../session";
import { renderCalls } from "./calls";
import {
  describeSlowestParts,
  type Interruption,
  measureSeconds,
  Report,
  type Result,
  type ScenarioResult,
} from "./report";
import { runScenario, type Scenario } from "./scenario";
import { scenarios } from "./scenarios";
import { createWorkspace } from "./workspace";
import { World } from "./world";

export interface VerifyOptions {
  /** Names of the scenarios to run. @default all scenarios */
  names?: readonly string[];
  /** Additional file for the result. @default no file */
  jsonFile?: string | undefined;
  /** File for a page with the calls of all scenarios. @default no file */
  callsFile?: string | undefined;
}

/**
 * Verifies the scenarios, each from an empty local cloud in its own folder. The last line of output is one JSON object.
 */
export async function verify({ names = [], jsonFile, callsFile }: VerifyOptions): Promise<number> {
  if (callsFile && names.length > 0) {
    throw new Failure("--calls needs all scenarios. Remove --scenario.");
  }
  const result = await runVerification(selectScenarios(names));
  if (jsonFile) writeFileSync(jsonFile, `${JSON.stringify(result)}\n`);
  if (callsFile && result.ok) writeFileSync(callsFile, renderCallsPage(result));
  process.stderr.write(`${describeSlowestParts(result)}\n`);
  // The callers are a long list, which only the file contains.
  process.stdout.write(
    `${JSON.stringify(result, (key, value: unknown) => (key === "calls" ? undefined : value))}\n`,
  );
  return result.ok ? 0 : 1;
}

/** Renders the page of calls. It leaves out scenarios whose calls differ between runs. */
export function renderCallsPage({ scenarios: results }: Result): string {
  const deterministic = scenarios.filter(({ name, chance }) => !chance && results[name]);
  return renderCalls(Object.fromEntries(deterministic.map(({ name }) => [name, results[name]?.calls ?? {}])));
}

/**
 * Number of scenarios that run in parallel. Most of their time they wait for the provider, which waits for the cloud.
 */
const atATime = 4;

/** Runs scenarios. `onEnd` receives each result. */
export async function runVerification(
  wanted: readonly Scenario[] = scenarios,
  onEnd: (name: string, result: ScenarioResult) => void = () => {},
): Promise<Result> {
  mkdirSync(locateHome(), { recursive: true });
  const base = mkdtempSync(join(locateHome(), "verify-"));
  const interruption: Interruption = { requested: false };
  const interrupt = () => {
    interruption.requested = true;
  };
  process.on("SIGINT", interrupt);
  const started = performance.now();
  const result: Result = { ok: true, checks: {}, durations: {}, scenarios: {} };
  try {
    const tools = await prepareToolchain();
    result.durations.toolchain = measureSeconds(started);
    await buildPackage();
    const workspace = await createWorkspace(join(base, "workspace"));
    result.durations.package = measureSeconds(started) - result.durations.toolchain;
    const left = [...wanted];
    const work = async () => {
      for (let scenario = left.shift(); scenario && !interruption.requested; scenario = left.shift()) {
        const report = new Report(scenario.name, interruption);
        const began = performance.now();
        const world = new World(join(base, scenario.name), report, tools, workspace);
        await runScenario(scenario, world).catch((error: unknown) => {
          report.check("runs_to_its_end", false, error instanceof Error ? error.message : String(error));
        });
        report.result.durations.total = measureSeconds(began);
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
  result.durations.total = measureSeconds(started);
  return result;
}

function selectScenarios(names: readonly string[] = []): readonly Scenario[] {
  const unknown = names.filter((name) => !scenarios.some((scenario) => scenario.name === name));
  if (unknown.length > 0) {
    const known = scenarios.map(({ name }) => name).join(", ");
    throw new Failure(`Unknown scenario "${unknown.join('", "')}". Use one of ${known}.`);
  }
  return names.length === 0 ? scenarios : scenarios.filter(({ name }) => names.includes(name));
}
