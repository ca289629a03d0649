import type * as pulumi from "@pulumi/pulumi";
import type { Stage } from "../../validation/stages";
import type { AppAuthorization, VpcApiAppArgs } from "./args";

/** APIs that apps can call in one environment, with the names of their routes. */
export interface CallableApis extends AppAuthorization {
  apiIds: Record<string, pulumi.Input<string>>;
}

/** Authorizations of one app. Omits environments in which it may call no API. */
export function selectAuthorizations(
  { routes, stages }: Pick<VpcApiAppArgs, "routes" | "stages">,
  all: Partial<Record<Stage, CallableApis>>,
): Partial<Record<Stage, CallableApis>> {
  const own = Object.entries(all).flatMap(([stage, { apiIds, ...callable }]) => {
    if (stages && !stages.some((one) => one === stage)) return [];
    const selection = Object.entries(apiIds).filter(([route]) => routes?.includes(route) ?? true);
    return selection.length === 0
      ? []
      : [[stage, { ...callable, apiIds: Object.fromEntries(selection) }] as const];
  });
  return Object.fromEntries(own);
}
