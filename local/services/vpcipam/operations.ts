import { type CloudOperation, ipamOperation } from "../common/call";
import { moveOperation } from "../common/resourceGroups";
import { tagOperations } from "../common/tagOperations";
import { ipams } from "./ipams";
import { pools } from "./pools";

const tags = tagOperations({
  define: ipamOperation,
  untagAction: "UntagResources",
  plainList: true,
  types: {
    IPAM: (store) => store.ipams.all(),
    IPAMPOOL: (store) => store.ipamPools.all(),
  },
  notFoundCode: "ResourceNotFound",
});

const move = moveOperation({
  define: ipamOperation,
  action: "ChangeResourceGroup",
  groupParameter: "NewResourceGroupId",
  types: {
    IPAM: ({ store }, id) => store.ipams.get(id),
    IPAMPOOL: ({ store }, id) => store.ipamPools.get(id),
  },
});

/** All implemented actions of IP address management (2023-02-28). */
export const ipamOperations: readonly CloudOperation[] = [...ipams, ...pools, ...tags, move];
