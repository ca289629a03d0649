import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { OperationResult } from "../engineEvents";
import { Failure } from "../failure";
import { checkAnswers, type ScenarioCall } from "./checks/answers";
import { type Change, makeChange } from "./checks/change";
import { checkAsPreviewed, previewed } from "./checks/preview";
import { leaksIn, secretsIn, textsToSearch } from "./secrets";
import type { StackSettings, World } from "./world";

/** A program that is brought up, called, left alone and removed on a local cloud of its own. */
export interface Scenario {
  name: string;
  /** What it shows, in one line. */
  shows: string;
  /** Whether chance decides what it calls of the cloud. @default false */
  chance?: boolean;
  /** Folder of `examples`. @default the checkout's own program */
  example?: string;
  /** Example whose stack is up first, on the same local cloud. @default none */
  on?: string;
  /** Makes what must be there first; answers with configuration. */
  prepare?(world: World): Promise<StackSettings & { config?: Record<string, unknown> }>;
  /** In place of a preview and a plain `up`. */
  up?(world: World): Promise<OperationResult>;
  calls: readonly ScenarioCall[];
  /** What is special about it, after the calls. */
  also?(world: World): Promise<void>;
  /** What is changed of it in the end. @default nothing */
  change?: Change;
}

/** Runs a scenario to its end in the world that it is given; stops the local cloud in any case. */
export async function runScenario(scenario: Scenario, world: World): Promise<void> {
  try {
    await run(scenario, world);
  } finally {
    for (const close of world.closing) close();
    await world.server.stop();
  }
}

async function run(scenario: Scenario, world: World): Promise<void> {
  const { report } = world;
  await report.timed("serve", () => world.start());
  const platform = scenario.on === undefined ? undefined : await world.stackOf(scenario.on, {});
  if (platform) {
    const { ok, errors } = await world.operate("up", `up_${scenario.on}`, platform);
    if (!ok) throw new Failure(`The stack of ${scenario.on} failed:\n${errors.join("\n")}`);
  }
  const { config = {}, ...settings } = (await scenario.prepare?.(world)) ?? {};
  const before = await world.holds();
  world.stack = await world.stackOf(scenario.example, config, settings);

  const up = await (scenario.up?.(world) ?? upAsPreviewed(world));
  report.check("up", up.ok, up.errors.join("; "));
  if (up.ok) {
    await checkAnswers(scenario.calls, world);
    await scenario.also?.(world);
    if (scenario.change) await makeChange(scenario.change, world);
    for (const [command, name, check] of quiet) {
      const result = await world.operate(command, name);
      report.check(check, unchanged(result), describe(result));
    }
  }
  checkSecrets(world);

  const destroy = await world.operate("destroy");
  const left = (await world.holds()) - before;
  report.check(
    "destroy_leaves_nothing",
    destroy.ok && left === 0,
    `${destroy.errors.join("; ")} ${left} left`,
  );
  if (platform) await world.operate("destroy", `destroy_${scenario.on}`, platform);
  const code = await world.stop();
  const processes = processesBelow(world.base);
  report.check(
    "stop_leaves_no_process",
    code === 0 && processes === 0,
    `exit code ${code}, ${processes} processes`,
  );
}

async function upAsPreviewed(world: World): Promise<OperationResult> {
  const preview = await previewed("preview", world);
  const up = await world.operate("up");
  checkAsPreviewed("up_does_what_was_previewed", preview, up, world);
  return up;
}

/** Runs that find nothing to change, in this order. */
const quiet = [
  ["up", "up_again", "up_again_changes_nothing"],
  ["refresh", "refresh", "refresh_changes_nothing"],
] as const;

/** Looks for every secret that the local cloud holds where it must not be in the clear. */
function checkSecrets({ dirs, printed, server, report }: World): void {
  const secrets = secretsIn(readFileSync(join(dirs.cloud, "snapshot.json"), "utf8"));
  const texts = textsToSearch(dirs, printed + server.printed);
  const leaking = leaksIn(texts, secrets);
  const searched = Object.keys(texts).length;
  report.check(
    "no_secret_in_states_and_logs",
    secrets.length > 0 && existsSync(dirs.backend) && leaking.length === 0,
    `${secrets.length} secrets checked in ${searched} texts; found in: ${leaking.join(", ") || "none"}`,
  );
}

export function unchanged({ ok, changes }: OperationResult): boolean {
  return (
    ok &&
    (changes.same ?? 0) > 0 &&
    Object.entries(changes).every(([what, count]) => ["same", "read"].includes(what) || count === 0)
  );
}

function describe({ errors, changes }: OperationResult): string {
  return errors.length > 0 ? errors.join("; ") : JSON.stringify(changes);
}

/** Number of processes whose command line names the folder. */
function processesBelow(dir: string): number {
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
