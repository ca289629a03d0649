/** Gateway instance of a group that does not set one. */
export const sharedInstanceId = "api-shared-vpc-001";
