/** The gateway instance that serves a group for which none is named. */
export const sharedInstanceId = "api-shared-vpc-001";
