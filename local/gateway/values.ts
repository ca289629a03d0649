import type { Place } from "../plugins/parameters";
import { filled, type GatewayContext } from "./context";
import { firstValue } from "./query";
import { SYSTEM_PARAMETERS } from "./systemParameters";

const places: Readonly<Record<string, (context: GatewayContext, name: string) => unknown>> = {
  Method: ({ request }) => request.method,
  Host: ({ host }) => host,
  Path: ({ path, pathParameters }, name) => (name === "" ? path : pathParameters[name]),
  Header: (context, name) => context.header(name),
  Query: ({ query }, name) => firstValue(query, name),
  System: (context, name) =>
    Object.hasOwn(SYSTEM_PARAMETERS, name) ? SYSTEM_PARAMETERS[name]?.(context) : undefined,
  Token: ({ claims }, name) => (claims && Object.hasOwn(claims, name) ? claims[name] : undefined),
};

/** The value at a place in the request. Undefined if there is no value. */
export function requestValue(context: GatewayContext, place: Place): unknown {
  return filled(places[place.kind], `place ${place.kind}`)(context, place.name);
}

/** The value at a path such as `$.data.items[0].id` in a JSON value. Undefined if the path does not exist. */
export function atJsonPath(value: unknown, path: string): unknown {
  const steps = path.replace(/^\$\.?/, "").match(/[^.[\]]+/g) ?? [];
  return steps.reduce<unknown>((inner, step) => {
    if (typeof inner !== "object" || inner === null) return undefined;
    const key = step.replace(/^['"]|['"]$/g, "");
    return Object.hasOwn(inner, key) ? new Map<string, unknown>(Object.entries(inner)).get(key) : undefined;
  }, value);
}
