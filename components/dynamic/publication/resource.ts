import type * as pulumi from "@pulumi/pulumi";
import { dynamicResource } from "../resource";
import type { InRegion } from "../types";
import type { ApiResponse } from "./apiResponse";

/** An API with its `revision` or its `version`. */
export interface PublishedApi {
  apiId: string;
  /** Digest of the current definition. A change publishes the API again. */
  revision?: string;
  /** Version in the API's history. */
  version?: string;
  /** Response part of a current definition, which is written before it is published. */
  response?: ApiResponse;
}

export interface PublicationInputs extends InRegion {
  groupId: string;
  stage: string;
  remarks: string;
  apis: Record<string, PublishedApi>;
  /** IDs of the APIs by route. This copy depends on the APIs only. */
  apiIds?: Record<string, string>;
}

/** APIs of one group as published in one environment. */
export class PublishedApis extends dynamicResource<PublicationInputs>("Publication", ["versions"]) {
  declare readonly stage: pulumi.Output<string>;
  /** Served versions by route. */
  declare readonly versions: pulumi.Output<Record<string, string> | undefined>;
}
