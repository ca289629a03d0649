import type { Instance, InstanceStatus } from "../../store/model";
import type { Cloud } from "../common/call";

/** Allowed status changes. */
const transitions: Readonly<Record<InstanceStatus, readonly InstanceStatus[]>> = {
  Pending: ["Starting"],
  Starting: ["Running", "Stopped"],
  Running: ["Stopping", "Starting"],
  Stopping: ["Stopped", "Starting"],
  Stopped: ["Starting", "Stopping"],
};

function enter(cloud: Cloud, instance: Instance, status: InstanceStatus): void {
  if (!transitions[instance.status].includes(status)) {
    throw new Error(`instance ${instance.id} cannot go from ${instance.status} to ${status}`);
  }
  instance.status = status;
  if (status === "Starting") instance.startTime = cloud.clock().toISOString();
  cloud.changed();
}

/** Whether the record is still in the store. It may have been deleted while its machine was busy. */
const exists = (cloud: Cloud, instance: Instance): boolean =>
  cloud.store.instances.get(instance.id) === instance;

/**
 * Starts the machine in the background: Starting, then Running, or Stopped if the start failed, with the reason in the
 * log. Resolves with the final status.
 */
export function startInstance(cloud: Cloud, instance: Instance): Promise<void> {
  enter(cloud, instance, "Starting");
  return cloud.machines.start(instance).then(
    () => {
      if (exists(cloud, instance) && instance.status === "Starting") enter(cloud, instance, "Running");
    },
    (reason: unknown) => {
      cloud.log(`instance ${instance.id} could not be started: ${describeReason(reason)}`);
      if (exists(cloud, instance) && instance.status === "Starting") enter(cloud, instance, "Stopped");
    },
  );
}

/** Stops the machine in the background: Stopping, then Stopped. */
export function stopInstance(cloud: Cloud, instance: Instance): void {
  enter(cloud, instance, "Stopping");
  void stopMachine(cloud, instance).then(() => {
    if (exists(cloud, instance) && instance.status === "Stopping") enter(cloud, instance, "Stopped");
  });
}

/** Stopping, Starting, Running. */
export function rebootInstance(cloud: Cloud, instance: Instance): void {
  enter(cloud, instance, "Stopping");
  void stopMachine(cloud, instance).then(() => {
    if (exists(cloud, instance) && instance.status === "Stopping") void startInstance(cloud, instance);
  });
}

async function stopMachine(cloud: Cloud, instance: Instance): Promise<void> {
  try {
    await cloud.machines.stop(instance.id);
  } catch (reason) {
    cloud.log(`instance ${instance.id} was not stopped in order: ${describeReason(reason)}`);
  }
}

/** Removes the machine and then the record. If the machine cannot be removed, the record remains and the call fails. */
export async function releaseInstance(cloud: Cloud, instance: Instance): Promise<void> {
  const before = instance.status;
  instance.status = "Stopping";
  try {
    await cloud.machines.remove(instance.id);
  } catch (reason) {
    instance.status = before;
    throw reason;
  }
  cloud.store.instances.delete(instance.id);
}

/** After a restart of the local cloud: starts machines that were running, and completes interrupted changes. */
export async function resumeInstances(cloud: Cloud): Promise<void> {
  await Promise.all(cloud.store.instances.all().map((instance) => resumeInstance(cloud, instance)));
}

async function resumeInstance(cloud: Cloud, instance: Instance): Promise<void> {
  if (instance.status === "Stopping") {
    await stopMachine(cloud, instance);
    if (instance.status === "Stopping") enter(cloud, instance, "Stopped");
  } else if (instance.status !== "Stopped") {
    instance.status = "Pending";
    await startInstance(cloud, instance);
  }
}

const describeReason = (reason: unknown): string =>
  reason instanceof Error ? reason.message : String(reason);
