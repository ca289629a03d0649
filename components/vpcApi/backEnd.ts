import type * as pulumi from "@pulumi/pulumi";
import { ApplicationLoadBalancer } from "../balancer/applicationLoadBalancer";
import { ClassicLoadBalancer } from "../balancer/classicLoadBalancer";
import { child } from "../component/children";
import { createPlanned } from "../component/component";
import type { Tags } from "../component/tags";
import { BalancerPlace } from "../dynamic/balancerPlace/resource";
import type { NewGatewayAccess } from "../gateway/access/args";
import type { Network } from "../network/network";
import type { ExistingInstances } from "../service/args";
import { NginxService } from "../service/nginxService";
import { placeInstances } from "../service/placement";
import type { PlannedService } from "../service/plan";
import type { BackEndPlan } from "./backEndPlan";

/** Children behind the gateway, and the arguments of the gateway's access to them. */
export interface BackEnd {
  service: NginxService | undefined;
  balancer: ClassicLoadBalancer | ApplicationLoadBalancer | undefined;
  access: Pick<NewGatewayAccess, "target" | "port" | "securityGroupId" | "servicePort" | "ipv6">;
}

/** Instances behind a balancer, or the only instance without one. */
interface Servers extends Pick<BackEnd, "service"> {
  securityGroupId: pulumi.Input<string> | undefined;
  instances: { key: string; id: pulumi.Input<string> }[];
  port: number;
}

/** Creates the service and the balancer in a network, unless they exist. */
export function createBackEnd(
  name: string,
  plan: BackEndPlan,
  network: Network,
  parent: pulumi.Resource,
): BackEnd {
  const { servers: planned, tags } = plan;
  /** Port and security group of the gateway's rule: those of the service, if it has a security group. */
  const openGroup = (securityGroupId: pulumi.Input<string> | undefined, servicePort: number) =>
    securityGroupId === undefined ? {} : { securityGroupId, servicePort, ipv6: network.ipv6 };
  if (planned.kind === "target") {
    const { target, port, servicePort = port, securityGroupId } = planned.existing;
    const access = { target, port, ...openGroup(securityGroupId, servicePort) };
    return { service: undefined, balancer: undefined, access };
  }
  const { balancer } = planned;
  const { service, securityGroupId, instances, port } =
    planned.kind === "existing"
      ? existingServers(planned.existing)
      : createServers(name, planned.service, network, tags, parent);
  if (balancer.kind === "none") {
    const instance = service?.instances[0];
    const target = balancer.target === "address" ? instance?.primaryIpAddress : instance?.id;
    const access = { target: target as pulumi.Input<string>, port, ...openGroup(securityGroupId, port) };
    return { service, balancer: undefined, access };
  }
  const vswitches = orderVSwitches(network, plan);
  const common = { ...balancer, servicePort: port, instances, tags };
  if (balancer.kind === "alb") {
    const albPlan = { ...common, vpcId: network.vpcId, vswitches, securityGroupId };
    const alb = createPlanned(ApplicationLoadBalancer, name, albPlan, { parent });
    // The instances see the ALB, not the gateway, so the rule for the gateway's addresses belongs to the ALB.
    const group = openGroup(alb.securityGroupId, alb.port);
    return { service, balancer: alb, access: { target: alb.address, port: alb.port, ...group } };
  }
  const candidates = vswitches.map(({ key }) => key);
  const { place } = child(parent, "balancerPlace", BalancerPlace, "clb-place", { candidates });
  const vswitchId = place.apply(
    (key) => (vswitches.find((one) => one.key === key) ?? vswitches[0])?.id as pulumi.Output<string>,
  );
  const clb = createPlanned(ClassicLoadBalancer, name, { ...common, vswitchId }, { parent });
  const group = openGroup(securityGroupId, port);
  return { service, balancer: clb, access: { target: clb.loadBalancerId, port: clb.port, ...group } };
}

function createServers(
  name: string,
  service: PlannedService,
  { vpcId, vswitches, vswitchKeys, ipv6 }: Network,
  tags: Tags,
  parent: pulumi.Resource,
): Servers {
  const placement = {
    instances: placeInstances(service.instances, vswitchKeys),
    vswitchIds: vswitches.map(({ id }) => id),
    zoneIds: vswitches.map(({ zoneId }) => zoneId),
  };
  const plan = { ...service, ...placement, vpcId, ipv6, tags };
  const created = createPlanned(NginxService, name, plan, { parent });
  const { instanceKeys, securityGroupId, port } = created;
  const instances = created.instances.map(({ id }, index) => ({ id, key: instanceKeys[index] as string }));
  return { service: created, securityGroupId, instances, port };
}

function existingServers({ instances, port, securityGroupId }: ExistingInstances): Servers {
  const keyed = instances.map(({ id }, index) => ({ id, key: typeof id === "string" ? id : String(index) }));
  return { service: undefined, securityGroupId, instances: keyed, port };
}

/**
 * Orders the vSwitches with their keys. A new balancer is called in the first. That is the last by key,
 * because the older zones of a region, which are closed first, have the first letters. If the cloud selects
 * the zones, it is the first, because a smaller number removes the last one.
 */
function orderVSwitches({ vswitches, vswitchKeys }: Network, { zonesByNumber }: BackEndPlan) {
  const keyed = vswitches.map(({ id, zoneId, cidrBlock }, index) => {
    const key = vswitchKeys[index] as string;
    return { key, id, zoneId, cidrBlock };
  });
  return zonesByNumber ? keyed : keyed.sort((a, b) => (a.key > b.key ? -1 : 1));
}
