import { Failure, paint } from "../failure";
import { table } from "../table";
import type { Calls } from "./calls";

/** What a scenario found: a boolean for each check, and how long its parts took. */
export interface ScenarioResult {
  ok: boolean;
  checks: Record<string, boolean>;
  /** Seconds. */
  durations: Record<string, number>;
  /** Why a check failed, by check. */
  reasons: Record<string, string>;
  /** Who called which actions of its local cloud. */
  calls: Calls;
}

/** What a verification found. */
export interface Result {
  ok: boolean;
  /** Whether each scenario passed. */
  checks: Record<string, boolean>;
  /** Seconds. */
  durations: Record<string, number>;
  scenarios: Record<string, ScenarioResult>;
}

/** Whether the user wants a verification to end: it then does, after the parts that are under way. */
export interface Interruption {
  requested: boolean;
}

/** Collects the outcome of a scenario's checks and says each one as it comes. */
export class Report {
  readonly result: ScenarioResult = { ok: true, checks: {}, durations: {}, reasons: {}, calls: {} };

  constructor(
    private readonly scenario: string,
    private readonly interruption: Interruption,
    private readonly say: (line: string) => void = (line) => void process.stderr.write(`${line}\n`),
  ) {}

  check(name: string, passed: boolean, reason: string): void {
    this.result.checks[name] = passed;
    if (!passed) {
      this.result.ok = false;
      this.result.reasons[name] = reason;
    }
    const mark = passed ? paint("green", "ok  ") : paint("red", "FAIL");
    this.say(`${mark}  ${this.scenario}: ${name}${passed ? "" : `: ${reason}`}`);
  }

  /** Runs a part and notes the seconds that it took. */
  async timed<T>(name: string, part: () => Promise<T>): Promise<T> {
    this.say(paint("dim", `…     ${this.scenario}: ${name}`));
    const started = performance.now();
    try {
      const result = await part();
      if (this.interruption.requested)
        throw new Failure("Interrupted. All created resources and files were removed.");
      return result;
    } finally {
      this.result.durations[name] = secondsSince(started);
    }
  }
}

/** The parts that took longest, as a table. */
export function slowestParts({ scenarios }: Result, count = 10): string {
  const parts = Object.entries(scenarios).flatMap(([scenario, { durations }]) =>
    Object.entries(durations)
      .filter(([part]) => part !== "total")
      .map(([part, seconds]) => ({ scenario, part, seconds })),
  );
  const slowest = parts.sort((one, other) => other.seconds - one.seconds).slice(0, count);
  const rows = slowest.map(({ scenario, part, seconds }) => [scenario, part, `${seconds.toFixed(1)} s`]);
  return table([["scenario", "slowest parts", "time"], ...rows]);
}

/** Seconds, to the millisecond. */
export const secondsSince = (started: number): number => Math.round(performance.now() - started) / 1_000;
