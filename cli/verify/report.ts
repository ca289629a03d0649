import { Failure, paint } from "../failure";

/** What a verification found: a boolean for each check, and how long its parts took. */
export interface Result {
  ok: boolean;
  checks: Record<string, boolean>;
  /** Seconds. */
  durations: Record<string, number>;
  /** Why a check failed, by check. */
  reasons: Record<string, string>;
}

/** Collects the outcome of checks and says each one as it comes. */
export class Report {
  readonly result: Result = { ok: true, checks: {}, durations: {}, reasons: {} };

  check(name: string, passed: boolean, reason: string): void {
    this.result.checks[name] = passed;
    if (!passed) {
      this.result.ok = false;
      this.result.reasons[name] = reason;
    }
    const mark = passed ? paint("green", "ok  ") : paint("red", "FAIL");
    process.stderr.write(`${mark}  ${name}${passed ? "" : `: ${reason}`}\n`);
  }

  /** Whether the user wants it to end: it then does, after the part that is under way. */
  interrupted = false;

  /** Runs a part and notes the seconds that it took. */
  async timed<T>(name: string, part: () => Promise<T>): Promise<T> {
    process.stderr.write(`${paint("dim", `… ${name}`)}\n`);
    const started = performance.now();
    try {
      const result = await part();
      if (this.interrupted) throw new Failure("Interrupted: what was made has been removed.");
      return result;
    } finally {
      this.result.durations[name] = Math.round(performance.now() - started) / 1_000;
    }
  }
}
