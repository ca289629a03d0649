import type { Clock } from "./health";
import type { HealthCheck } from "./healthCheck";
import type { Probe } from "./probe";

interface State {
  /** What the balancer believes. */
  healthy: boolean;
  /** Result of the last check, and since when the checks have it. */
  result: boolean;
  since: number;
  checkedAt: number;
}

/**
 * The health of back-end servers, with the time that a change takes in the real service: a balancer believes a result
 * after as many equal checks as the threshold, one in each interval. Until then it sends calls to a server that has
 * failed, and none to a new one.
 *
 * Checks run on request. The checks between two requests have the result of the second one since the last known change.
 */
export class TimedHealthChecks {
  private readonly states = new Map<string, State>();

  constructor(
    private readonly probe: Probe,
    private readonly clock: Clock,
  ) {}

  /**
   * @param key - Identifies the server in its listener.
   * @param loopbackPort - Undefined if no process listens on the checked port.
   * @param changedAt - Last change of the server that is known, in milliseconds since the epoch.
   */
  async isHealthy(
    key: string,
    check: HealthCheck,
    loopbackPort: number | undefined,
    address: string,
    changedAt = 0,
  ): Promise<boolean> {
    const now = this.clock().getTime();
    const state = this.states.get(key) ?? { healthy: false, result: false, since: now, checkedAt: 0 };
    this.states.set(key, state);
    const isDue = changedAt > state.checkedAt || now - state.checkedAt >= check.interval;
    if (isDue || loopbackPort === undefined) {
      const result = loopbackPort !== undefined && (await this.probe(check, { loopbackPort, address }));
      if (result !== state.result) {
        state.result = result;
        state.since = changedAt > state.checkedAt ? changedAt : now;
        if (state.checkedAt === 0) state.since = changedAt;
      }
      state.checkedAt = now;
    }
    const threshold = Math.max(1, state.result ? check.healthyThreshold : check.unhealthyThreshold);
    if (state.result !== state.healthy && now - state.since >= threshold * check.interval)
      state.healthy = state.result;
    return state.healthy;
  }
}
