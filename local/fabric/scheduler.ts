import { createHash } from "node:crypto";

/** Selects the back-end server for the next connection. */
export type Pick = <T extends { weight: number }>(
  key: string,
  servers: readonly T[],
  source: string,
) => T | undefined;

/** Stores the round-robin position of each listener. */
export class Scheduler {
  private readonly credits = new Map<string, number[]>();

  private readonly picks: Readonly<Record<string, Pick>> = {
    wrr: (key, servers) => this.weightedRoundRobin(key, servers),
    rr: (key, servers) =>
      servers[
        this.weightedRoundRobin(
          key,
          servers.map((_, index) => ({ index, weight: 1 })),
        )?.index ?? -1
      ],
    // Assumption: local connections are so short that "least connections" is the same as the weights.
    wlc: (key, servers) => this.weightedRoundRobin(key, servers),
    sch: (_key, servers, source) => servers[hash(source) % servers.length],
  };

  /** Undefined for an algorithm that the local cloud does not simulate. */
  byName(scheduler: string): Pick | undefined {
    return Object.hasOwn(this.picks, scheduler) ? this.picks[scheduler] : undefined;
  }

  /** Smooth weighted round robin: a server with weight 2 is selected twice as often, but not twice in succession. */
  private weightedRoundRobin<T extends { weight: number }>(
    key: string,
    servers: readonly T[],
  ): T | undefined {
    if (servers.length < 2) return servers[0];
    let credits = this.credits.get(key) ?? [];
    if (credits.length !== servers.length) credits = servers.map(() => 0);
    const raised = servers.map((server, i) => (credits[i] ?? 0) + server.weight);
    const best = raised.reduce((leader, credit, i) => (credit > (raised[leader] ?? 0) ? i : leader), 0);
    const total = servers.reduce((sum, server) => sum + server.weight, 0);
    this.credits.set(
      key,
      raised.map((credit, i) => (i === best ? credit - total : credit)),
    );
    return servers[best];
  }
}

function hash(text: string): number {
  return createHash("sha256").update(text).digest().readUInt32BE(0);
}
