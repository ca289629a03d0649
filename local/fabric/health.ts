import type { Soon } from "../soon";
import type { HealthCheck } from "./healthCheck";
import type { Probe } from "./probe";

export type Clock = () => Date;

interface Known {
  healthy: boolean;
  loopbackPort: number;
  /** Time of the last check, in milliseconds since the epoch. */
  at: number;
}

/**
 * The health of back-end servers. A check runs on request, and its result is valid for the interval of the check. A CLB
 * changes a state only after several equal checks; here they run directly after each other. The only difference from
 * the real service is the duration of a change.
 */
export class HealthChecks {
  private readonly known = new Map<string, Known>();
  private readonly running = new Map<string, Promise<boolean>>();

  constructor(
    private readonly probe: Probe,
    private readonly clock: Clock,
  ) {}

  /**
   * @param key - Identifies the server in its listener.
   * @param loopbackPort - Undefined if no process listens on the checked port.
   */
  isHealthy(
    key: string,
    check: HealthCheck,
    loopbackPort: number | undefined,
    address: string,
  ): Soon<boolean> {
    if (loopbackPort === undefined) {
      this.known.delete(key);
      return false;
    }
    const known = this.known.get(key);
    const isSame = known?.loopbackPort === loopbackPort;
    if (known && isSame && this.clock().getTime() - known.at < check.interval) return known.healthy;
    const running = this.running.get(key);
    if (running) return running;
    // A server without a check counts as unhealthy until a check succeeds.
    const asked = this.decide(check, { loopbackPort, address }, isSame && known.healthy)
      .then((healthy) => {
        this.known.set(key, { healthy, loopbackPort, at: this.clock().getTime() });
        return healthy;
      })
      .finally(() => this.running.delete(key));
    this.running.set(key, asked);
    return asked;
  }

  /**
   * Repeats the check until one result confirms the present state, or until enough consecutive results contradict it.
   */
  private async decide(
    check: HealthCheck,
    server: { loopbackPort: number; address: string },
    present: boolean,
  ): Promise<boolean> {
    const threshold = Math.max(1, present ? check.unhealthyThreshold : check.healthyThreshold);
    for (let i = 0; i < threshold; i++) {
      if ((await this.probe(check, server)) === present) return present;
    }
    return !present;
  }
}
