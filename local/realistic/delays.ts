import { createHash } from "node:crypto";

/**
 * What takes time in the real cloud, in seconds. The documents name no durations, so all of them are assumptions.
 */
export const durations = {
  /** From the call until an instance is Running. */
  "instance start": [5, 15],
  /** From Running until the programs of the image and of the user data accept connections. */
  boot: [20, 60],
  /** Until a balancer knows a changed list of servers or a changed listener. */
  "server registration": [1, 5],
  /** Until the gateway serves a changed publication, authorization, domain or VPC access. */
  publication: [2, 10],
  /** Until the gateway applies a changed plug-in or its attachment. */
  "plug-in": [1, 5],
  /** Until a new DNS record is found. A changed or deleted one is found until its TTL has passed. */
  DNS: [1, 5],
} as const satisfies Readonly<Record<string, readonly [from: number, to: number]>>;

export type Kind = keyof typeof durations;

/** Delays in milliseconds. The same seed gives the same delays for the same sequence of events. */
export class Delays {
  private readonly events = new Map<Kind, number>();

  constructor(readonly seed: number) {}

  next(kind: Kind): number {
    const event = (this.events.get(kind) ?? 0) + 1;
    this.events.set(kind, event);
    const hash = createHash("sha256").update(`${this.seed} ${kind} ${event}`).digest();
    const [from, to] = durations[kind];
    return Math.round(1000 * (from + ((to - from) * hash.readUInt32BE()) / 2 ** 32));
  }
}
