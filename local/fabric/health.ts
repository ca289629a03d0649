import type { HealthCheck } from "./healthCheck";
import type { Probe } from "./probe";

/** The present time. */
export type Clock = () => Date;

interface Known {
  healthy: boolean;
  loopbackPort: number;
  /** When it was last asked, in milliseconds since the epoch. */
  at: number;
}

/**
 * The health of back-end servers, found out when somebody asks and kept for the check's interval. Where a CLB waits
 * for several checks in a row before it changes its mind, these follow each other at once: what differs from the real
 * service is only how long the change takes.
 */
export class HealthChecks {
  private readonly known = new Map<string, Known>();
  private readonly running = new Map<string, Promise<boolean>>();

  constructor(
    private readonly probe: Probe,
    private readonly clock: Clock,
  ) {}

  /**
   * @param key - Names the server in its listener.
   * @param loopbackPort - Undefined when nothing listens on the checked port.
   */
  async isHealthy(
    key: string,
    check: HealthCheck,
    loopbackPort: number | undefined,
    address: string,
  ): Promise<boolean> {
    if (loopbackPort === undefined) {
      this.known.delete(key);
      return false;
    }
    const known = this.known.get(key);
    const isSame = known?.loopbackPort === loopbackPort;
    if (known && isSame && this.clock().getTime() - known.at < check.interval) return known.healthy;
    const running = this.running.get(key);
    if (running) return running;
    // A server that was never checked counts as unhealthy until it has proved otherwise.
    const asked = this.decide(check, { loopbackPort, address }, isSame && known.healthy).then((healthy) => {
      this.known.set(key, { healthy, loopbackPort, at: this.clock().getTime() });
      return healthy;
    });
    this.running.set(key, asked);
    try {
      return await asked;
    } finally {
      this.running.delete(key);
    }
  }

  /** Checks until one agrees with the present state, or until enough in a row contradict it. */
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
