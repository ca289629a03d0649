import type * as pulumi from "@pulumi/pulumi";
import type { Stage } from "../../validation/stages";
import type { AppAuthorization, VpcApiAppArgs } from "./args";

/** All that can be called in one environment, with the routes by name. */
export interface CallableApis extends AppAuthorization {
  apiIds: Record<string, pulumi.Input<string>>;
}

/** What one app is authorized for, of all that can be called; an environment without anything is left out. */
export function authorizationsOf(
  { routes, stages }: Pick<VpcApiAppArgs, "routes" | "stages">,
  all: Partial<Record<Stage, CallableApis>>,
): Partial<Record<Stage, CallableApis>> {
  const own = Object.entries(all).flatMap(([stage, { apiIds, ...callable }]) => {
    if (stages && !stages.some((one) => one === stage)) return [];
    const chosen = Object.entries(apiIds).filter(([route]) => routes?.includes(route) ?? true);
    return chosen.length === 0 ? [] : [[stage, { ...callable, apiIds: Object.fromEntries(chosen) }] as const];
  });
  return Object.fromEntries(own);
}
