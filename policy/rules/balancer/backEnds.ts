import { isAddress, normalizeAddress } from "../../core/cidr";
import type { Reference } from "../../core/reference";
import type { Evaluation } from "../../core/rule";
import type { Stack, StackResource } from "../../core/stack";
import { isUnknown } from "../../core/values";
import { decideIf, undecided, type Verdict } from "../../core/verdict";
import {
  albType,
  type BackEndSource,
  clbType,
  ecsType,
  explainUnknownTarget,
  explainUnreadTarget,
  formerClbType,
  instanceAddresses,
  instanceNames,
  nlbType,
  resolveBackEnd,
  vpcAccessType,
} from "../backEndTypes";

export { albType, clbType, formerClbType, nlbType, vpcAccessType } from "../backEndTypes";
export const clbTypes = [clbType, formerClbType] as const;

/** Properties that determine which ALBs are back ends of the gateway. */
export const backEndReads = {
  [vpcAccessType]: ["instanceId"],
  [ecsType]: instanceAddresses,
  [albType]: [
    ...["dnsName", "zoneMappings[].intranetAddress", "zoneMappings[].ipv6Address"],
    ...["intranetAddress", "ipv6Address"].map(
      (address) => `zoneMappings[].loadBalancerAddresses[].${address}`,
    ),
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
  /** Authorizations whose back end is only read, and its name. */
  readonly unread: readonly { readonly access: StackResource; readonly target: string }[];
}

/** Load balancers that are or may be back ends, each once, and authorizations of those that are only read. */
export interface BackEnds extends Pick<Links, "unread"> {
  readonly all: readonly BackEnd[];
}

/** Finds ALBs that are or may be back ends. */
export const albBackEnds = (stack: Stack): BackEnds =>
  uniqueByBalancer(albLinks(stack), stack.ofType(albType));

/** Finds the authorizations of ALBs: by dependency, ID, DNS name, or private address in a zone. */
export const albLinks = (stack: Stack): Links => findLinksByAddress(stack, albType);

/** Properties that determine which CLBs are back ends of the gateway. */
export const clbBackEndReads = {
  [vpcAccessType]: ["instanceId"],
  [ecsType]: instanceAddresses,
  [clbType]: ["address"],
  [formerClbType]: ["address"],
} as const;

/** Finds CLBs that are or may be back ends. */
export const clbBackEnds = (stack: Stack): BackEnds =>
  uniqueByBalancer(clbLinks(stack), stack.ofType(...clbTypes));

/** Finds the authorizations of CLBs: by dependency, ID or address. */
export const clbLinks = (stack: Stack): Links =>
  findLinks(stack, Object.fromEntries(clbTypes.map((type) => [type, ["id", "address"]])));

/**
 * Evaluates load balancers as back ends. Violations are undecided for one that may not be a back end, and for one that is
 * only read.
 */
export const evaluateBackEnds = (
  { all, unread }: BackEnds,
  evaluate: (backEnd: BackEnd) => Verdict,
): Evaluation[] => [
  ...all.map((backEnd) => ({
    resource: backEnd.balancer,
    ...decideIf(backEnd.isCertain, evaluate(backEnd), explainUnknownTarget(backEnd.access)),
  })),
  ...evaluateUnread(unread),
];

/** Evaluates authorizations of load balancers that are only read. */
export const evaluateUnread = (unread: Links["unread"]): Evaluation[] =>
  unread.map(({ access, target }) => ({
    resource: access,
    ...undecided(explainUnreadTarget(access, target)),
  }));

/** Properties that determine which NLBs are back ends of the gateway. */
export const nlbBackEndReads = {
  [vpcAccessType]: ["instanceId"],
  [ecsType]: instanceAddresses,
  [nlbType]: ["dnsName", "zoneMappings[].privateIpv4Address", "zoneMappings[].ipv6Address"],
} as const;

/** Finds NLBs that are or may be back ends. */
export const nlbBackEnds = (stack: Stack): BackEnds =>
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
    unread: each.flatMap(({ unread }) => unread),
  };
}

/** Indexes back ends by load balancer. */
export const indexByBalancer = ({ all }: BackEnds): ReadonlyMap<StackResource, BackEndSource> =>
  new Map(all.map(({ balancer, access, isCertain }) => [balancer, { source: access, isCertain }]));

function findLinksByAddress(stack: Stack, type: string): Links {
  const byAddress = indexByAddress(stack, type);
  // The private addresses of zone mappings are assigned by the cloud, unless the program sets them.
  const withoutAddresses = stack.ofType(type).filter((balancer) => balancer.isLeftOut("zoneMappings"));
  const isNear = (access: StackResource) => (balancer: StackResource) =>
    access.isSameRegion(balancer) !== false;
  return findLinks(stack, { [type]: ["id", "dnsName"] }, (access) => {
    const value = access.get("instanceId");
    const targets = (byAddress.get(normalizeAddress(value)) ?? []).filter(isNear(access));
    if (targets.length > 0) return { isCertain: true, targets };
    return { isCertain: false, targets: isAddress(value) ? withoutAddresses.filter(isNear(access)) : [] };
  });
}

function findLinks(
  stack: Stack,
  paths: Readonly<Record<string, readonly string[]>>,
  findByAddress: (access: StackResource) => Reference = () => ({ isCertain: false, targets: [] }),
): Links {
  const links: BackEnd[] = [];
  const open: StackResource[] = [];
  const unread: { access: StackResource; target: string }[] = [];
  for (const access of stack.ofType(vpcAccessType)) {
    const byAddress = findByAddress(access);
    const byReference = resolveBackEnd(stack, access, { [ecsType]: instanceNames, ...paths });
    const { isCertain, targets, unread: target } = chooseReference(byAddress, byReference);
    const balancers = targets.filter(({ type }) => type in paths);
    if (target !== undefined) {
      if (access.unreadDependencies("instanceId", new Set(Object.keys(paths))).length > 0)
        unread.push({ access, target });
    } else if (!isCertain && targets.length === 0) open.push(access);
    links.push(...balancers.map((balancer) => ({ balancer, access, isCertain })));
  }
  return { links, open: stack.ofType(...Object.keys(paths)).length === 0 ? [] : open, unread };
}

/** A certain reference, by address before others; or all candidates. */
function chooseReference(byAddress: Reference, byReference: Reference): Reference {
  if (byAddress.isCertain || byAddress.targets.length === 0)
    return byAddress.isCertain ? byAddress : byReference;
  if (byReference.unread !== undefined || (byReference.isCertain && byReference.targets.length > 0))
    return byReference;
  return { isCertain: false, targets: [...new Set([...byReference.targets, ...byAddress.targets])] };
}

/** Returns one link for each load balancer, a certain one if there is any. */
function uniqueByBalancer({ links, open, unread }: Links, all: readonly StackResource[]): BackEnds {
  const [access] = open;
  const possible = access ? all.map((balancer) => ({ balancer, access, isCertain: false })) : [];
  const ordered = [...links.filter(({ isCertain }) => isCertain), ...links, ...possible];
  return { all: [...new Map(ordered.reverse().map((link) => [link.balancer, link])).values()], unread };
}

function indexByAddress(stack: Stack, type: string): ReadonlyMap<unknown, readonly StackResource[]> {
  const index = new Map<unknown, StackResource[]>();
  for (const balancer of stack.ofType(type)) {
    const mappings = balancer.get("zoneMappings");
    for (const mapping of Array.isArray(mappings) ? (mappings as unknown[]) : []) {
      for (const address of listAddresses(mapping)) {
        const key = normalizeAddress(address);
        index.set(key, [...(index.get(key) ?? []), balancer]);
      }
    }
  }
  return index;
}

/** Properties of a zone mapping, or of one of its addresses, with a private address. */
const addressNames = ["intranetAddress", "privateIpv4Address", "ipv6Address"];

function listAddresses(mapping: unknown): unknown[] {
  if (typeof mapping !== "object" || mapping === null || isUnknown(mapping)) return [];
  const { loadBalancerAddresses, ...own } = mapping as Record<string, unknown>;
  const more = Array.isArray(loadBalancerAddresses) ? (loadBalancerAddresses as unknown[]) : [];
  const addresses = addressNames.map((name) => own[name]).filter((address) => typeof address === "string");
  return [...addresses, ...more.flatMap(listAddresses)];
}
