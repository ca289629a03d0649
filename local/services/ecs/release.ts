import type { Instance } from "../../store/model";
import type { Store } from "../../store/store";
import { type Cloud, ecsOperation } from "../common/call";
import { forgetReleasedIpv6 } from "../vpc/ipv6";
import { leaveDisks } from "./diskRecords";
import { ecsError } from "./errors";
import { findInstance } from "./instances";
import { releaseInstance } from "./lifecycle";
import { leaveInterfaces } from "./networkInterfaces";

/** The earliest automatic release. Source: AutoReleaseTime of ModifyInstanceAutoReleaseTime, like the latest one. */
const minMinutes = 30;
const maxYears = 3;
/** The longest delay of a timer. A later release sets the timer again. */
const longestTimer = 2 ** 31 - 1;

export const autoReleaseTime = {
  type: "string",
  pattern: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
  form: "a time in UTC as yyyy-MM-ddTHH:mm:ssZ",
} as const;

/** Removes a released instance from the load balancers. */
function leaveBalancers(store: Store, instanceId: string): void {
  for (const balancer of store.loadBalancers.all()) {
    balancer.backendServers = balancer.backendServers.filter(({ serverId }) => serverId !== instanceId);
  }
  for (const group of [...store.vServerGroups.all(), ...store.masterSlaveServerGroups.all()]) {
    group.servers = group.servers.filter(({ serverId }) => serverId !== instanceId);
  }
  for (const group of store.albServerGroups.all()) {
    group.servers = group.servers.filter(({ serverId }) => serverId !== instanceId);
  }
}

/** Removes the machine and the record of an instance, and takes it out of everything that it belongs to. */
export async function release(cloud: Cloud, instance: Instance): Promise<void> {
  const { id } = instance;
  await releaseInstance(cloud, instance);
  leaveBalancers(cloud.store, id);
  leaveInterfaces(cloud.store, instance);
  forgetReleasedIpv6(cloud.store);
  leaveDisks(cloud, id);
}

/** Checks the time of an automatic release. Seconds are cut off. */
export function readReleaseTime(cloud: Cloud, text: string): string {
  const time = new Date(`${text.slice(0, 16)}:00Z`);
  const now = cloud.clock();
  const earliest = now.getTime() + minMinutes * 60_000 - 60_000;
  const latest = new Date(now).setUTCFullYear(now.getUTCFullYear() + maxYears);
  if (!(time.getTime() >= earliest && time.getTime() <= latest))
    throw ecsError("InvalidAutoReleaseTime.Malformed", text, minMinutes, maxYears);
  return `${time.toISOString().slice(0, 19)}Z`;
}

/** Releases an instance at its time, unless the time has been changed. */
export function scheduleRelease(cloud: Cloud, { id, autoReleaseTime: time }: Instance): void {
  if (!time) return;
  const delay = Math.min(Math.max(Date.parse(time) - cloud.clock().getTime(), 0), longestTimer);
  const timer = setTimeout(() => {
    const instance = cloud.store.instances.get(id);
    if (instance?.autoReleaseTime !== time) return;
    if (Date.parse(time) > cloud.clock().getTime()) return scheduleRelease(cloud, instance);
    void release(cloud, instance).then(cloud.changed, (reason: unknown) =>
      cloud.log(`instance ${id} could not be released at ${time}: ${String(reason)}`),
    );
  }, delay);
  timer.unref();
}

/** Schedules the releases of a restored store. */
export function resumeReleases(cloud: Cloud): void {
  for (const instance of cloud.store.instances.all()) scheduleRelease(cloud, instance);
}

export const releases = [
  ecsOperation({
    action: "ModifyInstanceAutoReleaseTime",
    parameters: { InstanceId: { type: "string", required: true }, AutoReleaseTime: autoReleaseTime },
    handle(call, p) {
      const instance = findInstance(call, p.InstanceId);
      if (instance.subscription)
        throw ecsError("InvalidInstanceChargeType.NotSupport", instance.id, "PostPaid");
      // Without a time, the instance is not released automatically.
      if (p.AutoReleaseTime) instance.autoReleaseTime = readReleaseTime(call.cloud, p.AutoReleaseTime);
      else delete instance.autoReleaseTime;
      scheduleRelease(call.cloud, instance);
      return {};
    },
  }),
];
