import type * as pulumi from "@pulumi/pulumi";
import { DynamicResource } from "../resource";

/** Authorization of one app to call APIs of one group in one environment. */
export class Authorization extends DynamicResource {
  constructor(
    name: string,
    args: {
      appId: pulumi.Input<string>;
      groupId: pulumi.Input<string>;
      stage: pulumi.Input<string>;
      apis: pulumi.Input<Record<string, pulumi.Input<string>>>;
      /** End of the authorization. */
      expires?: string;
    },
    opts?: pulumi.CustomResourceOptions,
  ) {
    super("Authorization", name, args, opts);
  }
}
