import type * as pulumi from "@pulumi/pulumi";
import { dynamicResource } from "../resource";
import type { InRegion } from "../types";
import type { FormerNames, Requests } from "./routeChanges";

export interface RouteNamesInputs extends InRegion {
  groupId: string;
  requests: Requests;
  /** Former names in the program. */
  formerNames: FormerNames;
}

/** Requests of the routes, and their changes in this update. */
export class RouteNames extends dynamicResource<RouteNamesInputs>("RouteNames", ["renamed", "after"]) {
  /** Former names by route. The API is renamed. */
  declare readonly renamed: pulumi.Output<Record<string, string>>;
  /** For each route, the route that releases its request first. */
  declare readonly after: pulumi.Output<Record<string, string>>;
}
