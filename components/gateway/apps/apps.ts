import type * as pulumi from "@pulumi/pulumi";
import { planned } from "../../component/component";
import type { Tags } from "../../component/tags";
import type { Stage } from "../../validation/stages";
import type { Publication } from "../publication/publication";
import type { PlannedRoute } from "../routes/plan";
import { App } from "./app";
import { type CallableApis, selectAuthorizations } from "./authorizations";
import { appDefinition, type PlannedApp } from "./plan";

/** APIs that apps can be authorized for, by environment: those that are published there and not anonymous. */
export function callableApis(
  groupId: pulumi.Output<string>,
  publication: Publication,
  routes: Record<string, PlannedRoute>,
): Partial<Record<Stage, CallableApis>> {
  const published = Object.entries(publication.published).map(([name, { stage, apiIds }]) => {
    const needed = Object.entries(apiIds).filter(([route]) => routes[route]?.auth === "app");
    return [name, { groupId, stage, apiIds: Object.fromEntries(needed) }] as const;
  });
  return Object.fromEntries(published.filter(([, { apiIds }]) => Object.keys(apiIds).length > 0));
}

/** Creates the apps, by name, with their authorizations. */
export function createApps(
  name: string,
  apps: readonly PlannedApp[],
  callable: Partial<Record<Stage, CallableApis>>,
  tags: Tags,
  parent: pulumi.Resource,
): Record<string, App> {
  const created = apps.map((app) => {
    const authorizations = selectAuthorizations(app, callable);
    const plan = { ...app, authorization: undefined, authorizations, tags };
    return [
      app.appName,
      new App(`${name}-${app.appName}`, planned(appDefinition, plan), { parent }),
    ] as const;
  });
  return Object.fromEntries(created);
}
