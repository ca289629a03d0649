import type { Evaluation } from "../../core/rule";
import type { Stack, StackResource } from "../../core/stack";
import { isUnknown } from "../../core/values";
import { decideIf, type Verdict } from "../../core/verdict";
import {
  albType,
  type BackEndSource,
  clbType,
  explainUnknownTarget,
  formerClbType,
  nlbType,
  resolveBackEnd,
  vpcAccessType,
} from "../backEndTypes";

export { albType, clbType, formerClbType, nlbType, vpcAccessType } from "../backEndTypes";
export const clbTypes = [clbType, formerClbType] as const;

/** Properties that determine which ALBs are back ends of the gateway. */
export const backEndReads = {
  [vpcAccessType]: ["instanceId"],
  [albType]: [
    "dnsName",
    "zoneMappings[].intranetAddress",
    "zoneMappings[].loadBalancerAddresses[].intranetAddress",
  ],
} as const;

/** A load balancer, and the VPC access authorization that names it or may name it. */
export interface BackEnd {
  readonly balancer: StackResource;
  readonly access: StackResource;
  /** Whether the authorization certainly names it. */
  readonly isCertain: boolean;
}

/** Load balancers that VPC access authorizations name. */
export interface Links {
  readonly links: readonly BackEnd[];
  /** Authorizations whose back end is unknown. */
  readonly open: readonly StackResource[];
}

/** Finds ALBs that are or may be back ends, each uniqueByBalancer. */
export const albBackEnds = (stack: Stack): readonly BackEnd[] =>
  uniqueByBalancer(albLinks(stack), stack.ofType(albType));

/** Finds the authorizations of ALBs: by dependency, ID, DNS name, or private address in a zone. */
export const albLinks = (stack: Stack): Links => findLinksByAddress(stack, albType);

/** Properties that determine which CLBs are back ends of the gateway. */
export const clbBackEndReads = {
  [vpcAccessType]: ["instanceId"],
  [clbType]: ["address"],
  [formerClbType]: ["address"],
} as const;

/** Finds CLBs that are or may be back ends, each uniqueByBalancer. */
export const clbBackEnds = (stack: Stack): readonly BackEnd[] =>
  uniqueByBalancer(clbLinks(stack), stack.ofType(...clbTypes));

/** Finds the authorizations of CLBs: by dependency, ID or address. */
export const clbLinks = (stack: Stack): Links =>
  findLinks(stack, Object.fromEntries(clbTypes.map((type) => [type, ["id", "address"]])));

/** Evaluates load balancers as back ends. Violations are undecided for one that may not be a back end. */
export const evaluateBackEnds = (
  backEnds: readonly BackEnd[],
  evaluate: (backEnd: BackEnd) => Verdict,
): Evaluation[] =>
  backEnds.map((backEnd) => ({
    resource: backEnd.balancer,
    ...decideIf(backEnd.isCertain, evaluate(backEnd), explainUnknownTarget(backEnd.access)),
  }));

/** Properties that determine which NLBs are back ends of the gateway. */
export const nlbBackEndReads = {
  [vpcAccessType]: ["instanceId"],
  [nlbType]: ["dnsName", "zoneMappings[].privateIpv4Address"],
} as const;

/** Finds NLBs that are or may be back ends, each uniqueByBalancer. */
export const nlbBackEnds = (stack: Stack): readonly BackEnd[] =>
  uniqueByBalancer(nlbLinks(stack), stack.ofType(nlbType));

/** Finds the authorizations of NLBs: by dependency, ID, DNS name, or private address in a zone. */
export const nlbLinks = (stack: Stack): Links => findLinksByAddress(stack, nlbType);

/** Properties that determine which load balancers are back ends of the gateway. */
export const balancerLinkReads = { ...backEndReads, ...clbBackEndReads, ...nlbBackEndReads } as const;

/** Finds the authorizations of all kinds of load balancers. */
export function balancerLinks(stack: Stack): Links {
  const each = [albLinks(stack), clbLinks(stack), nlbLinks(stack)];
  return {
    links: each.flatMap(({ links }) => links),
    open: [...new Set(each.flatMap(({ open }) => open))],
  };
}

/** Indexes back ends by load balancer. */
export const indexByBalancer = (backEnds: readonly BackEnd[]): ReadonlyMap<StackResource, BackEndSource> =>
  new Map(backEnds.map(({ balancer, access, isCertain }) => [balancer, { source: access, isCertain }]));

function findLinksByAddress(stack: Stack, type: string): Links {
  const byAddress = indexByAddress(stack, type);
  return findLinks(stack, { [type]: ["id", "dnsName"] }, (access) =>
    (byAddress.get(access.get("instanceId")) ?? []).filter(
      (balancer) => access.isSameRegion(balancer) !== false,
    ),
  );
}

function findLinks(
  stack: Stack,
  paths: Readonly<Record<string, readonly string[]>>,
  findByAddress: (access: StackResource) => readonly StackResource[] = () => [],
): Links {
  const links: BackEnd[] = [];
  const open: StackResource[] = [];
  if (stack.ofType(...Object.keys(paths)).length === 0) return { links, open };
  for (const access of stack.ofType(vpcAccessType)) {
    const byName = findByAddress(access);
    const { isCertain, targets } =
      byName.length > 0 ? { isCertain: true, targets: byName } : resolveBackEnd(stack, access, paths);
    if (!isCertain && targets.length === 0) open.push(access);
    const balancers = targets.filter(({ type }) => type in paths);
    links.push(...balancers.map((balancer) => ({ balancer, access, isCertain })));
  }
  return { links, open };
}

/** Returns one link for each load balancer, a certain one if there is any. */
function uniqueByBalancer({ links, open }: Links, all: readonly StackResource[]): readonly BackEnd[] {
  const [access] = open;
  const possible = access ? all.map((balancer) => ({ balancer, access, isCertain: false })) : [];
  const ordered = [...links.filter(({ isCertain }) => isCertain), ...links, ...possible];
  return [...new Map(ordered.reverse().map((link) => [link.balancer, link])).values()];
}

function indexByAddress(stack: Stack, type: string): ReadonlyMap<unknown, readonly StackResource[]> {
  const index = new Map<unknown, StackResource[]>();
  for (const balancer of stack.ofType(type)) {
    const mappings = balancer.get("zoneMappings");
    for (const mapping of Array.isArray(mappings) ? (mappings as unknown[]) : []) {
      for (const address of listAddresses(mapping)) {
        index.set(address, [...(index.get(address) ?? []), balancer]);
      }
    }
  }
  return index;
}

function listAddresses(mapping: unknown): unknown[] {
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
