import { isUnknown } from "./values";
import { complies, undecided, type Verdict, violates } from "./verdict";

/**
 * Checks that a list has at least two zones. Unknown zones are undecided, because they may equal known ones.
 *
 * @param list zones, or objects with a `zoneId`; the list or its elements may be unknown
 * @param actual value to report instead of the zones
 */
export function checkZones(property: string, list: unknown, actual?: unknown): Verdict {
  if (isUnknown(list)) return undecided(`${property} is unknown at preview`);
  const zones = (Array.isArray(list) ? (list as unknown[]) : []).map((one) =>
    typeof one === "object" && one !== null && !isUnknown(one) ? (one as { zoneId?: unknown }).zoneId : one,
  );
  const known = new Set(zones.filter((zone) => typeof zone === "string").map((zone) => zone.trim()));
  if (known.size >= 2) return complies;
  if (zones.length >= 2 && zones.some(isUnknown))
    return undecided(`some zones in ${property} are unknown at preview`);
  return violates({
    property,
    actual: actual ?? (known.size > 0 ? [...known] : undefined),
    expected: "at least two zones",
  });
}
