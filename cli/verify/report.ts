import { Failure, paint } from "../failure";
import { formatTable } from "../table";
import type { Calls } from "./calls";

/** Result of a scenario: a boolean for each check, and durations. */
export interface ScenarioResult {
  ok: boolean;
  checks: Record<string, boolean>;
  /** Seconds. */
  durations: Record<string, number>;
  /** Why checks failed, by check. */
  reasons: Record<string, string>;
  /** Callers of the actions of its local cloud. */
  calls: Calls;
}

/** Result of a verification. */
export interface Result {
  ok: boolean;
  /** Whether each scenario passed. */
  checks: Record<string, boolean>;
  /** Seconds. */
  durations: Record<string, number>;
  scenarios: Record<string, ScenarioResult>;
}

/** Whether the user has interrupted the verification. It ends after the running checks. */
export interface Interruption {
  requested: boolean;
}

/** Collects the results of a scenario's checks and prints each of them. */
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

  /** Runs a function and records its duration in seconds. */
  async measure<T>(name: string, part: () => Promise<T>): Promise<T> {
    this.say(paint("dim", `…     ${this.scenario}: ${name}`));
    const started = performance.now();
    try {
      const result = await part();
      if (this.interruption.requested)
        throw new Failure("Interrupted. All created resources and files were removed.");
      return result;
    } finally {
      this.result.durations[name] = measureSeconds(started);
    }
  }
}

/** Formats the slowest steps as a table. */
export function describeSlowestParts({ scenarios }: Result, count = 10): string {
  const parts = Object.entries(scenarios).flatMap(([scenario, { durations }]) =>
    Object.entries(durations)
      .filter(([part]) => part !== "total")
      .map(([part, seconds]) => ({ scenario, part, seconds })),
  );
  const slowest = parts.sort((one, other) => other.seconds - one.seconds).slice(0, count);
  const rows = slowest.map(({ scenario, part, seconds }) => [scenario, part, `${seconds.toFixed(1)} s`]);
  return formatTable([["scenario", "slowest parts", "time"], ...rows]);
}

/** Seconds since a start time, rounded to milliseconds. */
export const measureSeconds = (started: number): number => Math.round(performance.now() - started) / 1_000;
