import { type CloudOperation, slbOperation } from "../common/call";
import { tagOperations } from "../common/tagOperations";
import { accessControlLists } from "./accessControlLists";
import { certificates } from "./certificates";
import { listeners } from "./listeners";
import { loadBalancerChanges } from "./loadBalancerChanges";
import { loadBalancers } from "./loadBalancers";
import { masterSlaveGroups } from "./masterSlaveGroups";
import { rules } from "./rules";
import { storedResources } from "./stored";
import { vServerGroups } from "./vServerGroups";

const tags = tagOperations({
  define: slbOperation,
  untagAction: "UntagResources",
  types: {
    instance: (store) => store.loadBalancers.all(),
    vservergroup: (store) => store.vServerGroups.all(),
    acl: (store) => store.clbAccessControlLists.all(),
    certificate: (store) => store.clbCertificates.all(),
  },
  notFoundCode: "InvalidResourceId.NotFound",
});

/** All implemented actions of CLB (2014-05-15). */
export const slbOperations: readonly CloudOperation[] = [
  ...loadBalancers,
  ...loadBalancerChanges,
  ...vServerGroups,
  ...masterSlaveGroups,
  ...listeners,
  ...rules,
  ...accessControlLists,
  ...certificates,
  ...storedResources,
  ...tags,
];
