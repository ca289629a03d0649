import type * as pulumi from "@pulumi/pulumi";
import { dynamicResource } from "../resource";
import type { InRegion } from "../types";

/** Desired credentials of an app. Credentials that are not set stay unchanged. */
export interface AppCredentialsInputs extends InRegion {
  appId: string;
  appCode?: string;
  appKey?: string;
  appSecret?: string;
  /** Whether a replaced AppCode or key pair keeps working beside the new one. */
  keepPrevious?: boolean;
}

const outputs = ["appKey", "appSecret", "appCode", "previousAppCode"];
const secrets = [...outputs, "previousAppKey"];

/** Credentials of an app. All of them are secret. */
export class AppCredentials extends dynamicResource<AppCredentialsInputs>(
  "AppCredentials",
  outputs,
  secrets,
) {
  declare readonly appKey: pulumi.Output<string>;
  declare readonly appSecret: pulumi.Output<string>;
  declare readonly appCode: pulumi.Output<string>;
  /** Previous AppCode, while it still works. */
  declare readonly previousAppCode: pulumi.Output<string | undefined>;
}
