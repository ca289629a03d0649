import { ecsOperation } from "../common/call";
import { paging } from "../common/paging";
import { tagParameter } from "../common/tags";

const optional = { type: "string" } as const;
const lockReasons = { type: "objects", max: 5, fields: { LockReason: { type: "string" } } } as const;

/** Dedicated hosts and reserved capacity cannot be bought in the local cloud, so that the account has none. */
export const reservations = [
  ecsOperation({
    action: "DescribeDedicatedHosts",
    parameters: {
      DedicatedHostIds: { type: "jsonStrings", max: 100 },
      DedicatedHostId: optional,
      DedicatedHostName: optional,
      DedicatedHostType: optional,
      DedicatedHostClusterId: optional,
      OperationLocks: lockReasons,
      ZoneId: optional,
      Status: optional,
      ResourceGroupId: optional,
      Tag: tagParameter,
      ...paging,
    },
    handle: (_call, p) => ({
      NextToken: "",
      PageNumber: p.PageNumber ?? 1,
      PageSize: p.PageSize ?? 10,
      TotalCount: 0,
      DedicatedHosts: { DedicatedHost: [] },
    }),
  }),
  ecsOperation({
    action: "DescribeElasticityAssurances",
    parameters: {
      PrivatePoolOptions: { type: "object", fields: { Ids: optional } },
      ZoneId: optional,
      InstanceType: optional,
      InstanceChargeType: optional,
      Platform: optional,
      Status: optional,
      ResourceGroupId: optional,
      PackageType: optional,
      Tag: tagParameter,
      MaxResults: { type: "integer", min: 1, max: 100 },
      NextToken: { type: "string", implemented: [] },
    },
    handle: (_call, p) => ({
      NextToken: "",
      MaxResults: p.MaxResults ?? 10,
      TotalCount: 0,
      ElasticityAssuranceSet: { ElasticityAssuranceItem: [] },
    }),
  }),
];
