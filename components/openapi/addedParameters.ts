import type {
  ConstantParameterArgs,
  RouteParameters,
  SystemParameterArgs,
  SystemParameters,
} from "../gateway/routes/parameterArgs";
import type { Place } from "./place";
import { vendor } from "./words";

/** Reads the parameters that the gateway adds to each request, from the vendor's extensions. */
export function readAddedParameters(
  operation: Place,
): Pick<RouteParameters, "constantParameters" | "systemParameters"> {
  const constants = new Map<string, ConstantParameterArgs>();
  const systems = new Map<string, SystemParameterArgs>();
  for (const item of operation.list(vendor.constants)) {
    if (!item.requireObject()) continue;
    const name = readRequired(item, "backendName");
    const value = readRequired(item, "value");
    const description = item.text("description");
    item.reportOthers(["backendName", "value", "location", "description"]);
    addOnce(constants, name, item, { in: readLocation(item), value, description });
  }
  for (const item of operation.list(vendor.systems)) {
    if (!item.requireObject()) continue;
    const name = readRequired(item, "systemName");
    const backendName = readRequired(item, "backendName");
    item.reportOthers(["systemName", "backendName", "location"]);
    addOnce(systems, name, item, { in: readLocation(item), name: backendName });
  }
  return {
    constantParameters: toRecord(constants),
    // Unknown names are reported with the routes.
    systemParameters: toRecord(systems) as SystemParameters | undefined,
  };
}

const toRecord = <T>(map: ReadonlyMap<string, T>): Record<string, T> | undefined =>
  map.size === 0 ? undefined : Object.fromEntries(map);

function readRequired(item: Place, key: string): string {
  if (item.at(key) === undefined) item.reject("is missing.", "Set it to a string.", key);
  return item.text(key) ?? "";
}

/** Reads a location. Other locations are reported with the routes. */
function readLocation(item: Place): "query" | "header" {
  return readRequired(item, "location").toLowerCase() as "query" | "header";
}

function addOnce<T>(map: Map<string, T>, name: string, item: Place, value: T): void {
  if (map.has(name)) item.reject(`is the second "${name}".`, "Remove one of the two.");
  map.set(name, value);
}
