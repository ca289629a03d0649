import type { Instance } from "../../store/model";

/** Runs one machine for each instance. The control plane receives the implementation. */
export interface Machines {
  /**
   * Starts the machine of an instance. Resolves when it runs, even if a service inside it failed to start. Starting a
   * running machine has no effect.
   */
  start(instance: Instance): Promise<void>;
  /** Stops the machine and keeps its disk. Stopping a stopped machine has no effect. */
  stop(instanceId: string): Promise<void>;
  /** Stops the machine and removes all its data. */
  remove(instanceId: string): Promise<void>;
}
