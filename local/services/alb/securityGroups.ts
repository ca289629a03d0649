import { albOperation, type Call } from "../common/call";
import { albError } from "./errors";
import { newJob } from "./jobs";
import { clientToken, dryRun, findActiveAlb, loadBalancerId } from "./loadBalancers";

/** Maximum number of security groups of one ALB. Source: ALB documentation. */
const maxGroups = 4;

const parameters = {
  LoadBalancerId: loadBalancerId,
  SecurityGroupIds: { type: "list", item: { type: "string" }, max: maxGroups, required: true },
  ClientToken: clientToken,
  DryRun: dryRun,
} as const;

/**
 * Checks that an ALB may join a group: a normal security group of its VPC. The local cloud does not simulate the effect
 * of enterprise groups.
 */
function checkGroup(call: Call, id: string, vpcId: string): void {
  const group = call.store.securityGroups.get(id);
  if (!group) throw albError("ResourceNotFound.SecurityGroup", id);
  if (group.vpcId !== vpcId) throw albError("UnmatchedParam.VpcId", id, group.vpcId, vpcId);
  if (group.type !== "normal") {
    throw albError("IllegalParam.SecurityGroupIds", `${id} is of type ${group.type}; use a normal one`);
  }
}

/** Security groups of an ALB. They allow every client that no rule drops. */
export const securityGroups = [
  albOperation({
    action: "LoadBalancerJoinSecurityGroup",
    parameters,
    handle(call, p) {
      const balancer = findActiveAlb(call, p.LoadBalancerId);
      const present = balancer.securityGroupIds ?? [];
      for (const id of p.SecurityGroupIds) {
        checkGroup(call, id, balancer.vpcId);
        if (present.includes(id)) throw albError("ResourceAlreadyAssociated.SecurityGroup", balancer.id, id);
      }
      const joined = [...new Set([...present, ...p.SecurityGroupIds])];
      if (joined.length > maxGroups) throw albError("QuotaExceeded.SecurityGroups", maxGroups);
      balancer.securityGroupIds = joined;
      return newJob(call, "LoadBalancerJoinSecurityGroup", balancer, "loadbalancer");
    },
  }),
  albOperation({
    action: "LoadBalancerLeaveSecurityGroup",
    parameters,
    handle(call, p) {
      const balancer = findActiveAlb(call, p.LoadBalancerId);
      const present = balancer.securityGroupIds ?? [];
      const stray = p.SecurityGroupIds.find((id) => !present.includes(id));
      if (stray !== undefined) throw albError("ResourceNotAssociated.SecurityGroup", balancer.id, stray);
      balancer.securityGroupIds = present.filter((id) => !p.SecurityGroupIds.includes(id));
      return newJob(call, "LoadBalancerLeaveSecurityGroup", balancer, "loadbalancer");
    },
  }),
];
