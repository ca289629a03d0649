import { dynamicResource } from "../resource";
import type { InRegion } from "../types";

export interface AuthorizationInputs extends InRegion {
  appId: string;
  groupId: string;
  stage: string;
  apis: Record<string, string>;
  /** End of the authorization: UTC, such as `2027-01-31T00:00:00Z`. Undefined means never. */
  expires?: string;
}

/** Authorization of one app to call APIs of one group in one environment. */
export class Authorization extends dynamicResource<AuthorizationInputs>("Authorization") {}
