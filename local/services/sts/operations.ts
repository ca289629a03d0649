import { type CloudOperation, stsOperation } from "../common/call";
import { accessKey, accountId } from "../common/regions";

/** All implemented actions of STS (2015-04-01). */
export const stsOperations: readonly CloudOperation[] = [
  stsOperation({
    action: "GetCallerIdentity",
    parameters: {},
    handle: () => ({
      AccountId: accountId,
      Arn: `acs:ram::${accountId}:root`,
      IdentityType: "Account",
      PrincipalId: accountId,
      RoleId: "",
      UserId: accessKey.accessKeyId,
    }),
  }),
];
