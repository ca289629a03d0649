import type * as pulumi from "@pulumi/pulumi";
import { DynamicResource } from "../resource";
import type { DynamicArgs, InRegion } from "../types";

/** Desired credentials of an app. Credentials that are not set stay unchanged. */
export interface AppCredentialsInputs extends InRegion {
  appId: string;
  appCode?: string;
  appKey?: string;
  appSecret?: string;
  /** Whether a replaced AppCode or key pair keeps working beside the new one. */
  keepPrevious?: boolean;
}

/** Credentials of an app. All of them are secret. */
export class AppCredentials extends DynamicResource {
  declare readonly appKey: pulumi.Output<string>;
  declare readonly appSecret: pulumi.Output<string>;
  declare readonly appCode: pulumi.Output<string>;
  /** Previous AppCode, while it still works. */
  declare readonly previousAppCode: pulumi.Output<string | undefined>;

  constructor(name: string, args: DynamicArgs<AppCredentialsInputs>, opts?: pulumi.CustomResourceOptions) {
    const outputs = ["appKey", "appSecret", "appCode", "previousAppCode"];
    const secret = { additionalSecretOutputs: [...outputs, "previousAppKey"] };
    super("AppCredentials", name, args, outputs, { ...opts, ...secret });
  }
}
