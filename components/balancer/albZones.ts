import type * as pulumi from "@pulumi/pulumi";
import type { Problems } from "../validation/problems";
import { ProgramError } from "../validation/programError";

/** Minimum number of zones of an ALB, if the region has that many. Source: ALB documentation. */
const minimumAlbZones = 2;

/** Reports vSwitches that an ALB cannot use, if their zones are known. */
export function checkAlbZones(
  zoneIds: readonly (pulumi.Input<string> | undefined)[],
  problems: Problems,
  property: string,
): void {
  const plain = zoneIds.filter((zoneId) => typeof zoneId === "string");
  const twice = plain.find((zoneId, index) => plain.indexOf(zoneId) < index);
  if (twice !== undefined) {
    problems.add(property, `has two vSwitches in ${twice}.`, "An ALB allows one in each zone.");
  } else if (zoneIds.length < minimumAlbZones) {
    const hint = `An ALB needs vSwitches in ${minimumAlbZones} zones or more.`;
    problems.add(property, `has ${zoneIds.length === 1 ? "1 zone" : `${zoneIds.length} zones`}.`, hint);
  }
}

/**
 * Returns the zones of an ALB's vSwitches.
 *
 * @throws RunError if two are the same
 */
export function distinct(zoneIds: string[]): string[] {
  const twice = zoneIds.find((zoneId, index) => zoneIds.indexOf(zoneId) < index);
  if (twice === undefined) return zoneIds;
  throw new ProgramError(`vswitches: two are in ${twice}. An ALB allows one in each zone.`);
}
