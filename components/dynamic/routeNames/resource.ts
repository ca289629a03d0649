import type * as pulumi from "@pulumi/pulumi";
import { DynamicResource } from "../resource";
import type { DynamicArgs, InRegion } from "../types";
import type { FormerNames, Requests } from "./routeChanges";

export interface RouteNamesInputs extends InRegion {
  groupId: string;
  requests: Requests;
  /** Former names in the program. */
  formerNames: FormerNames;
}

/** Requests of the routes, and their changes in this update. */
export class RouteNames extends DynamicResource {
  /** Former names by route. The API is renamed. */
  declare readonly renamed: pulumi.Output<Record<string, string>>;
  /** For each route, the route that releases its request first. */
  declare readonly after: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: DynamicArgs<RouteNamesInputs>, opts?: pulumi.CustomResourceOptions) {
    super("RouteNames", name, args, ["renamed", "after"], opts);
  }
}
