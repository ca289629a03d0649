import type { Machines } from "../machines/machines";
import type { Delays } from "./delays";

/** Machines that start and boot as slowly as real ones. */
export interface SlowMachines extends Machines {
  /** From now on, starts take time. The instances of an earlier run of the local cloud start at once. */
  begin(): void;
  /** When the ports of an instance were opened or closed. 0 if that was before the start of the local cloud. */
  changedAt(instanceId: string): number;
  /** Instances that are Running and still boot, with the end of the boot. */
  readonly booting: readonly { id: string; at: number }[];
}

/**
 * @param wait - Waits for some milliseconds.
 */
export function slowMachines(
  machines: Machines,
  delays: Delays,
  clock: () => Date,
  wait: (milliseconds: number) => Promise<void>,
): SlowMachines {
  let begun = false;
  const changes = new Map<string, number>();
  const now = () => clock().getTime();
  const noteEnd = (instanceId: string) => changes.set(instanceId, now());
  return {
    ...machines,
    async start(instance) {
      if (!begun) return machines.start(instance);
      const [start, boot] = [delays.next("instance start"), delays.next("boot")];
      changes.set(instance.id, Number.POSITIVE_INFINITY);
      const [report] = await Promise.all([machines.start(instance), wait(start)]);
      changes.set(instance.id, now() + boot);
      return report;
    },
    stop(instanceId) {
      noteEnd(instanceId);
      return machines.stop(instanceId);
    },
    remove(instanceId) {
      noteEnd(instanceId);
      return machines.remove(instanceId);
    },
    findPort: (instanceId, guestPort) =>
      (changes.get(instanceId) ?? 0) > now() ? undefined : machines.findPort(instanceId, guestPort),
    begin() {
      begun = true;
    },
    changedAt: (instanceId) => changes.get(instanceId) ?? 0,
    get booting() {
      return [...changes].flatMap(([id, at]) => (at > now() && Number.isFinite(at) ? [{ id, at }] : []));
    },
  };
}
