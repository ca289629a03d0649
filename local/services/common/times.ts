import type { Call } from "./call";

/** `yyyy-MM-ddTHH:mm:ssZ`, UTC. */
export function isoSeconds(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

/** Time at which a resource that is created now is ready. Undefined if it is ready immediately. */
export function readyTime({ settleMs, cloud }: Pick<Call, "settleMs" | "cloud">): string | undefined {
  return settleMs > 0 ? new Date(cloud.clock().getTime() + settleMs).toISOString() : undefined;
}

/** `yyyy-MM-ddTHH:mmZ`, UTC, the time format of ECS. */
export function isoMinutes(time: string): string {
  return `${time.slice(0, 16)}Z`;
}

/** `yyyyMMddHHmmssSSS`, UTC: the version number of a publication. */
export function versionTime(date: Date): string {
  return date.toISOString().replace(/\D/g, "").slice(0, 17);
}
