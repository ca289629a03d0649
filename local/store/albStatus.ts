import type { AlbLoadBalancer } from "./model";

/** The status of an ALB: provisioned or still being provisioned. */
export function albStatus(balancer: AlbLoadBalancer, now: Date): "Provisioning" | "Active" {
  return now.getTime() < Date.parse(balancer.activeTime) ? "Provisioning" : "Active";
}
