import { type CloudOperation, vpcOperation } from "../common/call";
import { tagOperations } from "../common/tagOperations";
import { vpcs } from "./vpcs";
import { vswitches } from "./vswitches";

const tags = tagOperations({
  define: vpcOperation,
  untagAction: "UnTagResources",
  types: { VPC: (store) => store.vpcs.all(), VSWITCH: (store) => store.vswitches.all() },
  notFoundCode: "InvalidResourceId.NotFound",
});

/** All implemented actions of VPC (2016-04-28). */
export const vpcOperations: readonly CloudOperation[] = [...vpcs, ...vswitches, ...tags];
