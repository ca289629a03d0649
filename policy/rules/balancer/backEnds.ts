import { isUnknown } from "../../core/facts";
import type { Node, Stack } from "../../core/stack";

export const vpcAccessType = "alicloud:apigateway/vpcAccess:VpcAccess";
export const albType = "alicloud:alb/loadBalancer:LoadBalancer";
/** The SDK's name for a CLB. */
export const clbType = "alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer";
/** The SDK's former name for a CLB. */
export const formerClbType = "alicloud:slb/loadBalancer:LoadBalancer";
export const nlbType = "alicloud:nlb/loadBalancer:LoadBalancer";
export const clbTypes = [clbType, formerClbType] as const;

/** What is read to tell which balancers are back ends of the gateway. */
export const backEndReads = {
  [vpcAccessType]: ["instanceId"],
  [albType]: [
    "dnsName",
    "zoneMappings[].intranetAddress",
    "zoneMappings[].loadBalancerAddresses[].intranetAddress",
  ],
} as const;

/** A balancer, and the authorization that leads the gateway to it. */
export interface BackEnd {
  readonly balancer: Node;
  readonly access: Node;
}

/** ALBs that authorizations lead to, each ALB once. */
export const albBackEnds = (stack: Stack): readonly BackEnd[] => once(albLinks(stack));

/** Which authorization leads to which ALB: by dependency, id or DNS name, or by the private address in a zone. */
export function albLinks(stack: Stack): readonly BackEnd[] {
  const byAddress = addressesOf(stack, albType);
  return stack.ofType(vpcAccessType).flatMap((access) => {
    const linked = stack.linked(access, "instanceId", albType, ["id", "dnsName"]);
    const named = byAddress.get(access.at("instanceId")) ?? [];
    return [...new Set([...linked, ...named])].map((balancer) => ({ balancer, access }));
  });
}

/** What is read to tell which CLBs are back ends of the gateway. */
export const clbBackEndReads = {
  [vpcAccessType]: ["instanceId"],
  [clbType]: ["address"],
  [formerClbType]: ["address"],
} as const;

/** CLBs that authorizations lead to, each CLB once. */
export const clbBackEnds = (stack: Stack): readonly BackEnd[] => once(clbLinks(stack));

/** Which authorization leads to which CLB: by dependency, id or address. */
export function clbLinks(stack: Stack): readonly BackEnd[] {
  return stack.ofType(vpcAccessType).flatMap((access) => {
    const linked = clbTypes.flatMap((type) => stack.linked(access, "instanceId", type, ["id", "address"]));
    return linked.map((balancer) => ({ balancer, access }));
  });
}

/** What is read to tell which NLBs are back ends of the gateway. */
export const nlbBackEndReads = {
  [vpcAccessType]: ["instanceId"],
  [nlbType]: ["dnsName", "zoneMappings[].privateIpv4Address"],
} as const;

/** NLBs that authorizations lead to, each NLB once: by dependency, id or DNS name, or by the address in a zone. */
export function nlbBackEnds(stack: Stack): readonly BackEnd[] {
  const byAddress = addressesOf(stack, nlbType);
  const links = stack.ofType(vpcAccessType).flatMap((access) => {
    const linked = stack.linked(access, "instanceId", nlbType, ["id", "dnsName"]);
    const named = byAddress.get(access.at("instanceId")) ?? [];
    return [...linked, ...named].map((balancer) => ({ balancer, access }));
  });
  return once(links);
}

/** Balancers, and the authorization that leads to each. */
export const leadingTo = (backEnds: readonly BackEnd[]): ReadonlyMap<Node, Node> =>
  new Map(backEnds.map(({ balancer, access }) => [balancer, access]));

const once = (links: readonly BackEnd[]): readonly BackEnd[] => [
  ...new Map([...links].reverse().map((link) => [link.balancer, link])).values(),
];

function addressesOf(stack: Stack, type: string): ReadonlyMap<unknown, readonly Node[]> {
  const index = new Map<unknown, Node[]>();
  for (const balancer of stack.ofType(type)) {
    const mappings = balancer.at("zoneMappings");
    for (const mapping of Array.isArray(mappings) ? (mappings as unknown[]) : []) {
      for (const address of addressesIn(mapping)) {
        index.set(address, [...(index.get(address) ?? []), balancer]);
      }
    }
  }
  return index;
}

function addressesIn(mapping: unknown): unknown[] {
  if (typeof mapping !== "object" || mapping === null || isUnknown(mapping)) return [];
  const { intranetAddress, privateIpv4Address, loadBalancerAddresses } = mapping as Record<string, unknown>;
  const more = (Array.isArray(loadBalancerAddresses) ? (loadBalancerAddresses as unknown[]) : []).map(
    (address) =>
      typeof address === "object" && address !== null
        ? (address as Record<string, unknown>).intranetAddress
        : undefined,
  );
  return [intranetAddress, privateIpv4Address, ...more].filter((address) => typeof address === "string");
}
