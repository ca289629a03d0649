import * as pulumi from "@pulumi/pulumi";
import * as alicloud from "../../alicloud";
import { child, findRegistration, uniqueChild } from "../../component/children";
import { Component } from "../../component/component";
import { RouteNames } from "../../dynamic/routeNames/resource";
import { digest } from "../../validation/canonical";
import { mapValues } from "../../validation/given";
import { knownValue } from "../../validation/known";
import type { RouteRevision, RoutesArgs } from "./args";
import { renderApi } from "./definition";
import { type PlannedRoute, type RoutesPlan, routesDefinition } from "./plan";

declare module "../../component/children" {
  interface ChildKinds {
    /** Names and requests of the previous routes. */
    routeNames: typeof RouteNames;
    /** An API. @local api name @importId groupId:id */
    api: typeof alicloud.apigateway.Api;
  }
}

/**
 * APIs of one service in a VPC. They answer after they are published.
 *
 * @example
 * ```ts
 * import { ApiGroup, Publication, Routes } from "alicloud-vpc-api";
 *
 * const { groupId } = new ApiGroup("shop", { groupName: "shop" });
 * const { revisions } = new Routes("shop", {
 *   groupId,
 *   accessName: "shop-service", // an existing VPC access authorization
 *   routes: { "get-item": "GET /items/[id]" },
 * });
 *
 * new Publication("shop", { groupId, routes: revisions });
 * ```
 */
export class Routes extends Component<RoutesPlan> {
  /** The APIs, by route. */
  readonly apis: Record<string, alicloud.apigateway.Api>;
  /** Input of a publication, by route. */
  readonly revisions: Record<string, RouteRevision>;
  /** IDs of the APIs, by route. */
  readonly apiIds: pulumi.Output<Record<string, string>>;

  /** @throws ArgumentError with every problem in the arguments, before any resource is registered */
  constructor(name: string, args: RoutesArgs, opts?: pulumi.ComponentResourceOptions) {
    super(routesDefinition, name, args, opts);
    const { routes, groupId, accessName, republishOn } = this.plan;
    this.apis = {};
    this.revisions = {};
    const names = child(this, "routeNames", RouteNames, "route-names", nameInputs(routes, groupId));
    const renamed = knownValue(names.renamed);
    const after = knownValue(names.after);
    for (const [key, route] of Object.entries(routes)) {
      const definition = renderApi(key, route, { groupId, accessName });
      // Name, and path with method, are unique in the group.
      const api = uniqueChild(this, "api", alicloud.apigateway.Api, key, definition, {
        // The publication manages the stages. The provider would undo them as a change of its own.
        ignoreChanges: ["stageNames"],
        aliases: [{ name: renamed.then((former) => `${name}-${former?.[key] ?? route.formerName ?? key}`) }],
        // If the list were a promise, it would become an Output, and Pulumi would walk through the resources.
        dependsOn: [names, after.then((others) => this.apis[others?.[key] ?? ""] ?? names)],
      });
      this.apis[key] = api;
      const { isTransformed, args: transformed } = findRegistration(api) ?? {};
      const published = { definition: isTransformed ? transformed : definition, copied: republishOn };
      const revision = pulumi.output(published).apply((value) => digest(value));
      const { response } = route;
      this.revisions[key] = { apiId: api.apiId, revision, response };
    }
    this.apiIds = pulumi.output(mapValues(this.apis, ({ apiId }) => apiId));
    this.registerProperties("apiIds", "revisions");
  }
}

function nameInputs(routes: Record<string, PlannedRoute>, groupId: pulumi.Input<string>) {
  const requests = mapValues(routes, ({ method, path }) => `${method} ${path}`);
  const formerNames = Object.entries(routes).flatMap(([key, { formerName }]) =>
    formerName === undefined ? [] : [[key, formerName]],
  );
  return { groupId, requests, formerNames: Object.fromEntries(formerNames) };
}
