import { setTimeout as pass } from "node:timers/promises";
import type { Fabric } from "../fabric/fabric";
import type { Machines } from "../machines/machines";
import type { Store } from "../store/store";
import { DelayedStore } from "./delayedStore";
import { Delays } from "./delays";
import { slowMachines } from "./slowMachines";

/** What is not in effect yet. */
export interface PendingEffect {
  /** What takes time, such as `publication`. */
  kind: string;
  /** The record or instance. */
  id: string;
  /** Time at which it is in effect. */
  at: string;
}

/** The local cloud with the delays of the real one. */
export interface Realism {
  seed: number;
  /** The store and the machines for the data plane. */
  store: Store;
  machines: Machines;
  times: { registeredAt(serverId: string): number; changedAt(instanceId: string): number };
  /** From now on, changes take time. */
  begin(): void;
  /** Call it after each change of the store. */
  observe(): void;
  /** Call it before the data plane reads the store. */
  advance(): void;
  pending(): PendingEffect[];
  close(): void;
}

export interface RealismOptions {
  seed: number;
  store: Store;
  machines: Machines;
  clock: () => Date;
  /** Waits for some milliseconds. @default with a timer */
  wait?(milliseconds: number): Promise<void>;
}

export function createRealism({ seed, store, machines, clock, wait }: RealismOptions): Realism {
  const delays = new Delays(seed);
  const delayed = new DelayedStore(store, delays, clock);
  const closing = new AbortController();
  const waitByTimer = (milliseconds: number) =>
    pass(milliseconds, undefined, { signal: closing.signal, ref: false }).catch(() => undefined);
  const slow = slowMachines(machines, delays, clock, wait ?? waitByTimer);
  return {
    seed,
    store: delayed.store,
    machines: slow,
    times: {
      registeredAt: (serverId) => delayed.registeredAt(serverId),
      changedAt: slow.changedAt,
    },
    begin: slow.begin,
    observe: () => delayed.observe(),
    advance: () => delayed.advance(),
    pending() {
      delayed.advance();
      const booting = slow.booting.map((one) => ({ kind: "boot", ...one }));
      return [...delayed.pending, ...booting].map((one) => ({ ...one, at: new Date(one.at).toISOString() }));
    },
    close: () => closing.abort(),
  };
}

/** A network that reads the delayed store as it is at the moment of each request. */
export function advancing(fabric: Fabric, { advance }: Pick<Realism, "advance">): Fabric {
  const after =
    <Args extends unknown[], Answer>(read: (...args: Args) => Answer) =>
    (...args: Args): Answer => {
      advance();
      return read(...args);
    };
  return {
    connect: after(fabric.connect),
    readHealth: after(fabric.readHealth),
    health: after(fabric.health),
    albHealth: after(fabric.albHealth),
  };
}
