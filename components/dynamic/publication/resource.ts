import type * as pulumi from "@pulumi/pulumi";
import { DynamicResource } from "../resource";
import type { ApiResponse } from "./apiResponse";

/** APIs of one group as published in one environment. */
export class PublishedApis extends DynamicResource {
  declare readonly stage: pulumi.Output<string>;
  /** Served versions by route. */
  declare readonly versions: pulumi.Output<Record<string, string> | undefined>;

  /**
   * @param args.apis - by route: the current definition by its `revision`, with its `response`, which is
   * written before, or a `version` of the history
   */
  constructor(
    name: string,
    args: {
      groupId: pulumi.Input<string>;
      stage: string;
      remarks: string;
      apis: pulumi.Input<
        Record<
          string,
          pulumi.Input<{
            apiId: pulumi.Input<string>;
            revision?: pulumi.Input<string>;
            version?: pulumi.Input<string>;
            response?: pulumi.Input<ApiResponse>;
          }>
        >
      >;
      /** IDs of the APIs by route, independent of their revisions. */
      apiIds?: Record<string, pulumi.Input<string>>;
    },
    opts?: pulumi.CustomResourceOptions,
  ) {
    super("Publication", name, { ...args, versions: undefined }, opts);
  }
}
