import type { TrafficUnit } from "../plugins/trafficControl";

const hour = 3_600_000;
const milliseconds: Readonly<Record<TrafficUnit, number>> = {
  SECOND: 1_000,
  MINUTE: 60_000,
  HOUR: hour,
  DAY: 24 * hour,
};

/** Of the clock in China, by which days begin. */
const ahead = 8 * hour;

/** A limit of calls in a unit of time. */
export interface Allowance {
  /** What is counted: the same key shares one count. */
  key: string;
  limit: number;
  unit: TrafficUnit;
}

interface Count {
  used: number;
  /** Start of the window, or time of the last call for a bucket, in milliseconds since the epoch. */
  since: number;
  /** When nothing of it counts any more. */
  until: number;
}

/**
 * Counts calls against limits. A minute, hour or day is a fixed window of the clock; a second is a bucket that fills
 * evenly. Counts are kept in memory: a restart begins anew.
 */
export class TrafficCounters {
  private readonly counts = new Map<string, Count>();

  /** Counts a call where every limit allows it; else counts nothing and answers with the first that does not. */
  take<T extends Allowance>(allowances: readonly T[], now: number): T | undefined {
    for (const [key, { until }] of this.counts) if (until <= now) this.counts.delete(key);
    const current = allowances.map((it) => ({ it, count: this.countOf(it, now) }));
    const exceeded = current.find(({ it, count }) => count.used + 1 > it.limit);
    if (exceeded) return exceeded.it;
    for (const { it, count } of current) {
      this.counts.set(`${it.unit} ${it.key}`, { ...count, used: count.used + 1 });
    }
    return undefined;
  }

  private countOf({ key, limit, unit }: Allowance, now: number): Count {
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
