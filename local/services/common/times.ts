/** `yyyy-MM-ddTHH:mm:ssZ`, UTC. */
export function isoSeconds(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

/** `yyyy-MM-ddTHH:mmZ`, UTC, as ECS writes times. */
export function isoMinutes(time: string): string {
  return `${time.slice(0, 16)}Z`;
}

/** `yyyyMMddHHmmssSSS`, UTC: the version number of a publication. */
export function versionTime(date: Date): string {
  return date.toISOString().replace(/\D/g, "").slice(0, 17);
}
