import type * as pulumi from "@pulumi/pulumi";
import { DynamicResource } from "../resource";

/** What an app authenticates itself with; all of it is secret. */
export class AppCredentials extends DynamicResource {
  declare readonly appKey: pulumi.Output<string>;
  declare readonly appSecret: pulumi.Output<string>;
  declare readonly appCode: pulumi.Output<string>;
  /** The code before, while it still works. */
  declare readonly previousAppCode: pulumi.Output<string | undefined>;

  /** @param args - what is left out stays as the service made it */
  constructor(
    name: string,
    args: {
      appId: pulumi.Input<string>;
      /** Secret. */
      appKey?: pulumi.Input<string>;
      /** Secret. */
      appSecret?: pulumi.Input<string>;
      /** Secret. */
      appCode?: pulumi.Input<string>;
      /** Whether the code, and the pair of key and secret, before goes on working. */
      keepPrevious?: boolean;
    },
    opts?: pulumi.CustomResourceOptions,
  ) {
    const secret = ["appKey", "appSecret", "appCode", "previousAppCode", "previousAppKey"];
    super(
      "AppCredentials",
      name,
      { appKey: undefined, appSecret: undefined, appCode: undefined, previousAppCode: undefined, ...args },
      { ...opts, additionalSecretOutputs: secret },
    );
  }
}
