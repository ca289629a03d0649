import type * as pulumi from "@pulumi/pulumi";
import type { VpcApiAppArgs } from "./appSettings";
import type { Stage } from "./stage";

/** What can be called in one environment. */
export interface Callable {
  groupId: pulumi.Input<string>;
  stage: pulumi.Input<string>;
  apiIds: Record<string, pulumi.Input<string>>;
}

/** What one app is authorized for, of all that can be called; an environment without anything is left out. */
export function authorizationsOf(
  { routes, stages }: Pick<VpcApiAppArgs, "routes" | "stages">,
  all: Partial<Record<Stage, Callable>>,
): Partial<Record<Stage, Callable>> {
  const own = Object.entries(all).flatMap(([stage, { apiIds, ...callable }]) => {
    if (stages && !stages.some((one) => one === stage)) return [];
    const chosen = Object.entries(apiIds).filter(([route]) => routes?.includes(route) ?? true);
    return chosen.length === 0 ? [] : [[stage, { ...callable, apiIds: Object.fromEntries(chosen) }] as const];
  });
  return Object.fromEntries(own);
}
