import { albOperation, type CloudOperation } from "../common/call";
import { moveOperation } from "../common/resourceGroups";
import { tagOperations } from "../common/tagOperations";
import { acls, findAcl } from "./acls";
import { healthCheckTemplates } from "./healthCheckTemplates";
import { jobs } from "./jobs";
import { listeners } from "./listeners";
import { loadBalancerChanges } from "./loadBalancerChanges";
import { findActiveAlb, loadBalancers } from "./loadBalancers";
import { rules } from "./rules";
import { securityGroups } from "./securityGroups";
import { findServerGroup, serverGroups } from "./serverGroups";
import { servers } from "./servers";
import { securityPolicy, storedResources } from "./stored";
import { zones } from "./zones";

const tags = tagOperations({
  define: albOperation,
  untagAction: "UnTagResources",
  types: {
    loadbalancer: (store) => store.albLoadBalancers.all(),
    servergroup: (store) => store.albServerGroups.all(),
    listener: (store) => store.albListeners.all(),
    securitypolicy: securityPolicy.all,
    rule: (store) => store.albRules.all(),
    acl: (store) => store.albAcls.all(),
    healthchecktemplate: (store) => store.albHealthCheckTemplates.all(),
  },
  plainList: true,
  defaultMaxResults: 20,
  notFoundCode: "ResourceNotFound.Resource",
});

const move = moveOperation({
  define: albOperation,
  action: "MoveResourceGroup",
  groupParameter: "NewResourceGroupId",
  types: {
    loadbalancer: findActiveAlb,
    servergroup: findServerGroup,
    acl: findAcl,
    securitypolicy: securityPolicy.findGrouped,
  },
});

/** All implemented actions of ALB (2020-06-16). */
export const albOperations: readonly CloudOperation[] = [
  ...loadBalancers,
  ...loadBalancerChanges,
  ...securityGroups,
  ...zones,
  ...jobs,
  ...serverGroups,
  ...servers,
  ...listeners,
  ...rules,
  ...acls,
  ...healthCheckTemplates,
  ...storedResources,
  ...tags,
  move,
];
