import { albOperation, type CloudOperation } from "../common/call";
import { moveOperation } from "../common/resourceGroups";
import { tagOperations } from "../common/tagOperations";
import { acls, findAcl } from "./acls";
import { healthCheckTemplates } from "./healthCheckTemplates";
import { jobs } from "./jobs";
import { listeners } from "./listeners";
import { loadBalancerChanges } from "./loadBalancerChanges";
import { findActiveAlb, loadBalancers } from "./loadBalancers";
import { securityGroups } from "./securityGroups";
import { findServerGroup, serverGroups } from "./serverGroups";
import { servers } from "./servers";
import { zones } from "./zones";

// ALB returns tags in another format than older products, and every call that reads resources returns them.
const tags = tagOperations({
  define: albOperation,
  untagAction: "UnTagResources",
  types: {
    loadbalancer: (store) => store.albLoadBalancers.all(),
    servergroup: (store) => store.albServerGroups.all(),
    listener: (store) => store.albListeners.all(),
    acl: (store) => store.albAcls.all(),
    healthchecktemplate: (store) => store.albHealthCheckTemplates.all(),
  },
  notFoundCode: "ResourceNotFound.Resource",
}).filter(({ action }) => action !== "ListTagResources");

const move = moveOperation({
  define: albOperation,
  action: "MoveResourceGroup",
  groupParameter: "NewResourceGroupId",
  types: {
    loadbalancer: findActiveAlb,
    servergroup: findServerGroup,
    acl: findAcl,
  },
});

/** All implemented actions of ALB (2020-06-16): without rules. */
export const albOperations: readonly CloudOperation[] = [
  ...loadBalancers,
  ...loadBalancerChanges,
  ...securityGroups,
  ...zones,
  ...jobs,
  ...serverGroups,
  ...servers,
  ...listeners,
  ...acls,
  ...healthCheckTemplates,
  ...tags,
  move,
];
