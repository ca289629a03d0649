import { bssOperation, type CloudOperation } from "../common/call";
import { paging } from "../common/paging";

/** Everything that the local cloud knows of BssOpenApi (2017-12-14). */
export const bssOperations: readonly CloudOperation[] = [
  bssOperation({
    // With it the Terraform provider finds out what kind of account it works with; any success means a domestic one.
    action: "QueryAvailableInstances",
    parameters: {
      ProductCode: { type: "string" },
      ProductType: { type: "string" },
      SubscriptionType: { type: "string" },
      PageNum: paging.PageNumber,
      PageSize: paging.PageSize,
    },
    handle: (_call, p) => ({
      Code: "Success",
      Success: true,
      Message: "",
      Data: { PageNum: p.PageNum ?? 1, PageSize: p.PageSize ?? 20, TotalCount: 0, InstanceList: [] },
    }),
  }),
];
