import type * as pulumi from "@pulumi/pulumi";
import { DynamicResource } from "../resource";

/** Requests of the routes, and their changes in this update. */
export class RouteNames extends DynamicResource {
  /** Former names by route. The API is renamed. */
  declare readonly renamed: pulumi.Output<Record<string, string>>;
  /** For each route, the route that releases its request first. */
  declare readonly after: pulumi.Output<Record<string, string>>;

  constructor(
    name: string,
    args: {
      groupId: pulumi.Input<string>;
      /** Requests by route, such as `GET /items`. */
      requests: Record<string, string>;
      /** Former names in the program. */
      formerNames: Record<string, string>;
    },
    opts?: pulumi.CustomResourceOptions,
  ) {
    super("RouteNames", name, { ...args, renamed: undefined, after: undefined }, opts);
  }
}
