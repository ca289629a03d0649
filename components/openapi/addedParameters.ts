import type {
  ConstantParameterArgs,
  RouteParameters,
  SystemParameterArgs,
  SystemParameterName,
} from "../gateway/parameterArgs";
import { type Findings, isFields, type Place } from "./place";
import { vendor } from "./words";

type Added = Pick<RouteParameters, "constantParameters" | "systemParameters">;

/** What the gateway adds to each call, by the vendor's extensions. */
export function readAdded(operation: Place, findings: Findings): Added {
  const constants = new Map<string, ConstantParameterArgs>();
  const systems = new Map<string, SystemParameterArgs>();
  for (const item of itemsOf(operation, vendor.constants, findings)) {
    const name = needed(item, "backendName", findings);
    const value = needed(item, "value", findings);
    const description = item.text("description", findings);
    item.loseOthers(["backendName", "value", "location", "description"], findings);
    const place = locationOf(item, findings);
    once(constants, name, item, findings, {
      in: place,
      value,
      ...(description === undefined ? {} : { description }),
    });
  }
  for (const item of itemsOf(operation, vendor.systems, findings)) {
    const name = needed(item, "systemName", findings);
    const backendName = needed(item, "backendName", findings);
    item.loseOthers(["systemName", "backendName", "location"], findings);
    once(systems, name, item, findings, { in: locationOf(item, findings), name: backendName });
  }
  return {
    ...(constants.size === 0 ? {} : { constantParameters: Object.fromEntries(constants) }),
    ...(systems.size === 0
      ? {}
      : // A name that is none of the gateway's is found with the routes.
        {
          systemParameters: Object.fromEntries(systems) as Partial<
            Record<SystemParameterName, SystemParameterArgs>
          >,
        }),
  };
}

function itemsOf(operation: Place, key: string, findings: Findings): Place[] {
  return operation.list(key, findings).filter((item) => {
    if (!isFields(item.value)) findings.mistakes.add(item.pointer, "is no object.", "Use one, or remove it.");
    return isFields(item.value);
  });
}

function needed(item: Place, key: string, findings: Findings): string {
  if (item.at(key) === undefined) findings.mistakes.add(`${item.pointer}/${key}`, "is missing.", "Add it.");
  return item.text(key, findings) ?? "";
}

/** What is no place is found with the routes. */
function locationOf(item: Place, findings: Findings): "query" | "header" {
  return needed(item, "location", findings).toLowerCase() as "query" | "header";
}

function once<T>(map: Map<string, T>, name: string, item: Place, { mistakes }: Findings, value: T): void {
  if (map.has(name)) mistakes.add(item.pointer, `is the second of "${name}".`, "Remove one of the two.");
  map.set(name, value);
}
