import { isUnknown } from "./facts";
import { complies, undecided, type Verdict, violates } from "./verdict";

/**
 * Whether a list has two zones or more. Zones that are not known yet may be the same as others, so that they decide
 * nothing.
 *
 * @param list zones, or objects with a `zoneId`; Unknown as a whole or in parts
 * @param seen what to show instead of the zones
 */
export function zoneVerdict(property: string, list: unknown, seen?: unknown): Verdict {
  if (isUnknown(list)) return undecided(`${property} is not known yet`);
  const zones = (Array.isArray(list) ? (list as unknown[]) : []).map((one) =>
    typeof one === "object" && one !== null && !isUnknown(one) ? (one as { zoneId?: unknown }).zoneId : one,
  );
  const known = new Set(zones.filter((zone) => typeof zone === "string").map((zone) => zone.trim()));
  if (known.size >= 2) return complies;
  if (zones.length >= 2 && zones.some(isUnknown))
    return undecided(`not all zones in ${property} are known yet`);
  return violates({
    property,
    seen: seen ?? (known.size > 0 ? [...known] : undefined),
    wanted: "two zones or more",
  });
}
