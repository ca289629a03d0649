import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { OperationResult } from "../engineEvents";
import { Failure } from "../failure";
import { checkAnswers, type ScenarioCall } from "./checks/answers";
import { type Change, makeChange } from "./checks/change";
import { checkAsPreviewed, runPreview } from "./checks/preview";
import { collectTexts, findLeaks, findSecrets } from "./secrets";
import type { StackSettings, World } from "./world";

/** A program that is deployed, called, changed and destroyed on its own local cloud. */
export interface Scenario {
  name: string;
  /** One-line description. */
  shows: string;
  /** Whether the calls of the cloud differ between runs. @default false */
  chance?: boolean;
  /** Folder in `examples`. @default the checkout's own program */
  example?: string;
  /** Example to deploy first on the same local cloud. @default no example */
  on?: string;
  /** Creates the required resources. Returns configuration. */
  prepare?(world: World): Promise<StackSettings & { config?: Record<string, unknown> }>;
  /** Replaces the preview and the plain `up`. */
  up?(world: World): Promise<OperationResult>;
  calls: readonly ScenarioCall[];
  /** Additional checks after the calls. */
  also?(world: World): Promise<void>;
  /** Change at the end. @default no change */
  change?: Change;
}

/** Runs a scenario in its environment. Stops the local cloud in any case. */
export async function runScenario(scenario: Scenario, world: World): Promise<void> {
  try {
    await run(scenario, world);
  } finally {
    for (const close of world.closing) close();
    await world.cloud?.stop();
  }
}

async function run(scenario: Scenario, world: World): Promise<void> {
  const { report } = world;
  await report.measure("serve", () => world.start());
  const platform = scenario.on === undefined ? undefined : await world.createStack(scenario.on, {});
  if (platform) {
    const { ok, errors } = await world.operate("up", `up_${scenario.on}`, platform);
    if (!ok) throw new Failure(`The stack of ${scenario.on} failed:\n${errors.join("\n")}`);
  }
  const { config = {}, ...settings } = (await scenario.prepare?.(world)) ?? {};
  const before = await world.countResources();
  world.stack = await world.createStack(scenario.example, config, settings);

  const up = await (scenario.up?.(world) ?? runUpAsPreviewed(world));
  report.check("up", up.ok, up.errors.join("; "));
  if (up.ok) {
    await checkAnswers(scenario.calls, world);
    await scenario.also?.(world);
    if (scenario.change) await makeChange(scenario.change, world);
    for (const [command, name, check] of quiet) {
      const result = await world.operate(command, name);
      report.check(check, isUnchanged(result), describe(result));
    }
  }
  checkSecrets(world);

  const destroy = await world.operate("destroy");
  const left = (await world.countResources()) - before;
  report.check(
    "destroy_leaves_nothing",
    destroy.ok && left === 0,
    `${destroy.errors.join("; ")} ${left} left`,
  );
  if (platform) await world.operate("destroy", `destroy_${scenario.on}`, platform);
  await world.stop();
  const processes = countProcessesBelow(world.base);
  report.check("stop_leaves_no_process", processes === 0, `${processes} processes`);
}

async function runUpAsPreviewed(world: World): Promise<OperationResult> {
  const preview = await runPreview("preview", world);
  const up = await world.operate("up");
  checkAsPreviewed("up_does_what_was_previewed", preview, up, world);
  return up;
}

/** Operations that must not find changes, in this order. */
const quiet = [
  ["up", "up_again", "up_again_changes_nothing"],
  ["refresh", "refresh", "refresh_changes_nothing"],
] as const;

/** Searches for plain-text copies of all secrets that the local cloud holds. */
function checkSecrets({ dirs, printed, report }: World): void {
  const secrets = findSecrets(readFileSync(join(dirs.cloud, "state.jsonl"), "utf8"));
  const texts = collectTexts(dirs, printed);
  const leaking = findLeaks(texts, secrets);
  const searched = Object.keys(texts).length;
  report.check(
    "no_secret_in_states_and_logs",
    secrets.length > 0 && existsSync(dirs.backend) && leaking.length === 0,
    `${secrets.length} secrets checked in ${searched} texts; found in: ${leaking.join(", ") || "none"}`,
  );
}

export function isUnchanged({ ok, changes }: OperationResult): boolean {
  return (
    ok &&
    (changes.same ?? 0) > 0 &&
    Object.entries(changes).every(([what, count]) => ["same", "read"].includes(what) || count === 0)
  );
}

function describe({ errors, changes }: OperationResult): string {
  return errors.length > 0 ? errors.join("; ") : JSON.stringify(changes);
}

/** Counts processes whose command line contains the folder. */
function countProcessesBelow(dir: string): number {
  if (process.platform !== "linux") throw new Failure("verify reads /proc and therefore needs Linux.");
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => {
    try {
      return readFileSync(join("/proc", pid, "cmdline"), "utf8").includes(dir);
    } catch {
      return false;
    }
  }).length;
}
