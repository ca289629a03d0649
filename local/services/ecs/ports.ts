import type { Instance } from "../../store/model";

/** What makes instances real: one machine for each. Given to the control plane from outside. */
export interface Machines {
  /**
   * Starts the machine of an instance; resolves when it runs, also when a service inside it could not be set up.
   * Starting one that runs is no error.
   */
  start(instance: Instance): Promise<void>;
  /** Stops it and keeps its disk. Stopping one that does not run is no error. */
  stop(instanceId: string): Promise<void>;
  /** Stops it and removes everything that it had. */
  remove(instanceId: string): Promise<void>;
}
