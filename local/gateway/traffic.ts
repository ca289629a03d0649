import type { TrafficUnit } from "../plugins/trafficControl";

const hour = 3_600_000;
const milliseconds: Readonly<Record<TrafficUnit, number>> = {
  SECOND: 1_000,
  MINUTE: 60_000,
  HOUR: hour,
  DAY: 24 * hour,
};

/** Offset of the clock in China, which determines the start of a day. */
const ahead = 8 * hour;

/** A call limit per unit of time. */
export interface Allowance {
  /** Key of the counter. Equal keys share one counter. */
  key: string;
  limit: number;
  unit: TrafficUnit;
}

interface Count {
  used: number;
  /** Start of the window, or time of the last call for a bucket, in milliseconds since the epoch. */
  since: number;
  /** Time after which the counter is no longer needed. */
  until: number;
}

/**
 * Counts calls against limits. A minute, hour or day is a fixed window of the clock. A second is a bucket that fills
 * evenly. The counts are kept in memory, and a restart resets them.
 */
export class TrafficCounters {
  private readonly counts = new Map<string, Count>();
  private clearedAt = 0;

  /** Counts a call if all limits allow it. Otherwise it counts nothing and returns the first limit that does not. */
  take<T extends Allowance>(allowances: readonly T[], now: number): T | undefined {
    this.clear(now);
    const current = allowances.map((it) => ({ it, count: this.readCount(it, now) }));
    const exceeded = current.find(({ it, count }) => count.used + 1 > it.limit);
    if (exceeded) return exceeded.it;
    for (const { it, count } of current) {
      this.counts.set(`${it.unit} ${it.key}`, { ...count, used: count.used + 1 });
    }
    return undefined;
  }

  /** Removes counters that are no longer needed, at most once per second. */
  private clear(now: number): void {
    if (Math.abs(now - this.clearedAt) < 1_000) return;
    this.clearedAt = now;
    for (const [key, { until }] of this.counts) if (until <= now) this.counts.delete(key);
  }

  private readCount({ key, limit, unit }: Allowance, now: number): Count {
    const length = milliseconds[unit];
    const count = this.counts.get(`${unit} ${key}`);
    if (unit !== "SECOND") {
      const since = now - ((now + ahead) % length);
      return count?.since === since ? count : { used: 0, since, until: since + length };
    }
    const drained = count ? Math.max(0, count.used - ((now - count.since) * limit) / length) : 0;
    return { used: drained, since: now, until: now + length };
  }
}
