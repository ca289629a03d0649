import type { StageName } from "./api";
import type { Common } from "./common";

export interface AppKey {
  appKey: string;
  appSecret: string;
}

export interface App extends Common {
  /** `id` is the decimal AppId. */
  name: string;
  description: string;
  keys: AppKey[];
  appCodes: string[];
  /** Time of the last ResetAppCode. */
  codeResetTime?: string;
  modifiedTime: string;
}

export interface AppAuthorization extends Common {
  /** `<apiId>:<stage>:<appId>`. */
  appId: string;
  apiId: string;
  groupId: string;
  stage: StageName;
  description: string;
  /** ISO time of expiry. Empty for no expiry. */
  validUntil: string;
  authorizedTime: string;
}
