import { bssOperation, type CloudOperation } from "../common/call";
import { paging } from "../common/paging";

/** All implemented actions of BssOpenApi (2017-12-14). */
export const bssOperations: readonly CloudOperation[] = [
  bssOperation({
    // The Terraform provider calls this action to detect the type of the account. Any successful answer means a
    // domestic account.
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
