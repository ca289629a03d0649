import type { AlbLoadBalancer, Instance, VpcAccess } from "../store/model";
import type { Store } from "../store/store";
import type { Link } from "./links";

/** An ALB in the form that the console shows. */
export const describeAlb = (store: Store, balancer: AlbLoadBalancer) => ({
  id: balancer.id,
  regionId: balancer.regionId,
  name: balancer.name,
  vpcId: balancer.vpcId,
  addressType: balancer.addressType,
  zones: balancer.zones.map(({ zoneId, address }) => `${zoneId}: ${address}`),
  listeners: describeListeners(store, balancer).map(({ port, protocol, status }) => ({
    port,
    protocol,
    status,
  })),
});

const describeListeners = (store: Store, balancer: AlbLoadBalancer) =>
  store.albListeners.filter(({ loadBalancerId }) => loadBalancerId === balancer.id);

/** The link from a VPC access authorization to the ALB with its address. Undefined if the address belongs to no ALB. */
export function linkToAlb(store: Store, access: VpcAccess): Link | undefined {
  const balancer = store.albLoadBalancers.find(
    ({ vpcId, zones }) =>
      vpcId === access.vpcId && zones.some(({ address }) => address === access.instanceId),
  );
  if (!balancer) return undefined;
  const wrong = wrongWith(store, balancer, access.port);
  const text = wrong ?? `${access.instanceId} port ${access.port}`;
  return { from: access.id, to: balancer.id, state: wrong ? "bad" : "ok", text };
}

function wrongWith(store: Store, balancer: AlbLoadBalancer, port: number): string | undefined {
  if (balancer.addressType !== "Intranet") return `${balancer.id} has an Internet address`;
  const listener = describeListeners(store, balancer).find((it) => it.port === port);
  if (!listener) return `no listener on port ${port}`;
  return listener.status === "Running" ? undefined : `the listener on port ${port} is ${listener.status}`;
}

/** Continues a path into an instance, through its security groups. */
type IntoInstance = (
  start: Omit<Link, "to">,
  instance: Instance,
  port: number,
  sources: readonly string[],
) => Link[];

/** The links from an ALB to instances. The instances see the ALB's local addresses. */
export function linksFromAlb(store: Store, balancer: AlbLoadBalancer, intoInstance: IntoInstance): Link[] {
  return describeListeners(store, balancer).flatMap((listener) => {
    const start: Omit<Link, "to"> = {
      from: balancer.id,
      state: listener.status === "Running" ? "ok" : "off",
      text: `${listener.protocol} listener on port ${listener.port}, ${listener.status}`,
    };
    const sources = balancer.zones.flatMap(({ localAddresses }) => localAddresses.slice(0, 1));
    return (store.albServerGroups.get(listener.serverGroupId)?.servers ?? []).flatMap((server) => {
      const instance = store.instances.get(server.serverId);
      return instance ? intoInstance(start, instance, server.port, sources) : [];
    });
  });
}
