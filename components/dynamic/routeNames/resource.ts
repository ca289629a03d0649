import type * as pulumi from "@pulumi/pulumi";
import { DynamicResource } from "../resource";

/** Which route has which request, and what becomes of it in this update. */
export class RouteNames extends DynamicResource {
  /** Former names by route: the API is renamed. */
  declare readonly renamed: pulumi.Output<Record<string, string>>;
  /** By route, the one that gives up the request first. */
  declare readonly after: pulumi.Output<Record<string, string>>;

  constructor(
    name: string,
    args: {
      groupId: pulumi.Input<string>;
      /** By route, such as `GET /items`. */
      requests: Record<string, string>;
      /** Former names that the program gives. */
      formerNames: Record<string, string>;
    },
    opts?: pulumi.CustomResourceOptions,
  ) {
    super("RouteNames", name, { ...args, renamed: undefined, after: undefined }, opts);
  }
}
