import type { AlbLoadBalancer } from "./albModel";

/** Whether an ALB has been provisioned, or still is being. */
export function albStatus(balancer: AlbLoadBalancer, now: Date): "Provisioning" | "Active" {
  return now.getTime() < Date.parse(balancer.activeTime) ? "Provisioning" : "Active";
}
