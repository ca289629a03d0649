import { isAddress, normalizeAddress } from "../../core/cidr";
import { addToList } from "../../core/lists";
import type { Reference } from "../../core/reference";
import type { Evaluation } from "../../core/rule";
import { mayName, type Stack, type StackResource } from "../../core/stack";
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

/** Properties that determine which load balancers are back ends of the gateway. */
export const backEndReads = {
  [vpcAccessType]: ["instanceId"],
  [ecsType]: instanceAddresses,
  [albType]: [
    ...["dnsName", "zoneMappings[].intranetAddress", "zoneMappings[].ipv6Address"],
    ...["intranetAddress", "ipv6Address"].map(
      (address) => `zoneMappings[].loadBalancerAddresses[].${address}`,
    ),
  ],
  [nlbType]: ["dnsName", "zoneMappings[].privateIpv4Address", "zoneMappings[].ipv6Address"],
  [clbType]: ["address"],
  [formerClbType]: ["address"],
} as const;

/** Properties that a VPC access authorization may name a back end by, besides the addresses of zone mappings. */
const backEndNames = {
  [ecsType]: instanceNames,
  [albType]: ["id", "dnsName"],
  [nlbType]: ["id", "dnsName"],
  ...Object.fromEntries(clbTypes.map((type) => [type, ["id", "address"]])),
};

/** A load balancer, and the VPC access authorization that names it or may name it. */
export interface BackEnd {
  readonly balancer: StackResource;
  readonly access: StackResource;
  /** Whether the authorization certainly names it. */
  readonly isCertain: boolean;
}

/** A VPC access authorization whose back end is not among the resources of the stack. */
export interface Unseen {
  readonly access: StackResource;
  /** Why its properties are unknown, as a clause that completes "not decided, because …". */
  readonly reason: string;
}

/** What a VPC access authorization names or may name. */
export interface Link {
  readonly target: StackResource;
  readonly access: StackResource;
  readonly isCertain: boolean;
}

/** Back ends that VPC access authorizations name. */
export interface Links {
  readonly links: readonly Link[];
  /** Authorizations whose back end is unknown, while the stack has candidates. */
  readonly open: readonly StackResource[];
  readonly unseen: readonly Unseen[];
}

/** Load balancers that are or may be back ends, each once, and authorizations of others. */
export interface BackEnds extends Pick<Links, "unseen"> {
  readonly all: readonly BackEnd[];
}

/** Finds ALBs that are or may be back ends. */
export const albBackEnds = (stack: Stack): BackEnds => findBalancers(stack, [albType]);

/** Finds CLBs that are or may be back ends. */
export const clbBackEnds = (stack: Stack): BackEnds => findBalancers(stack, clbTypes);

/** Finds NLBs that are or may be back ends. */
export const nlbBackEnds = (stack: Stack): BackEnds => findBalancers(stack, [nlbType]);

export const balancerTypes = [albType, nlbType, ...clbTypes] as const;

/**
 * Evaluates load balancers as back ends. Violations are undecided for one that may not be a back end, and for one that is
 * only read or belongs to another stack.
 */
export const evaluateBackEnds = (
  { all, unseen }: BackEnds,
  evaluate: (backEnd: BackEnd) => Verdict,
): Evaluation[] => [
  ...all.map((backEnd) => ({
    resource: backEnd.balancer,
    ...decideIf(backEnd.isCertain, evaluate(backEnd), explainUnknownTarget(backEnd.access)),
  })),
  ...evaluateUnseen(unseen),
];

/** Evaluates authorizations of load balancers that are not among the resources of the stack. */
export const evaluateUnseen = (unseen: readonly Unseen[]): Evaluation[] =>
  unseen.map(({ access, reason }) => ({ resource: access, ...undecided(reason) }));

/** Indexes back ends by load balancer. */
export const indexByBalancer = ({ all }: BackEnds): ReadonlyMap<StackResource, BackEndSource> =>
  new Map(all.map(({ balancer, access, isCertain }) => [balancer, { source: access, isCertain }]));

/**
 * Finds what authorizations name: by dependency, ID, DNS name, or private address.
 *
 * @param types types of back ends to look for
 */
export function findLinks(stack: Stack, types: readonly string[]): Links {
  const addresses = new ZoneAddresses(stack);
  const links: Link[] = [];
  const open: StackResource[] = [];
  const unseen: Unseen[] = [];
  const isEmpty = stack.ofType(...types).length === 0;
  for (const access of stack.ofType(vpcAccessType)) {
    const { isCertain, targets, unread } = chooseReference(
      addresses.find(access),
      resolveBackEnd(stack, access, backEndNames),
    );
    const found = targets.filter(({ type }) => types.includes(type));
    links.push(...found.map((target) => ({ target, access, isCertain })));
    if (targets.length > 0) continue;
    const value = access.get("instanceId");
    if (unread !== undefined) {
      if (access.unreadDependencies("instanceId", new Set(types)).length > 0)
        unseen.push({ access, reason: explainUnreadTarget(access, unread) });
    } else if (!isCertain && !isEmpty) open.push(access);
    else if (isUnknown(value)) unseen.push({ access, reason: explainUnknownTarget(access) });
    else if (types.some((type) => mayName(type, value)))
      unseen.push({ access, reason: `its back end ${JSON.stringify(value)} is not in this stack` });
  }
  return { links, open, unseen };
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
function findBalancers(stack: Stack, types: readonly string[]): BackEnds {
  const { links, open, unseen } = findLinks(stack, types);
  const [access] = open;
  const possible = access
    ? stack.ofType(...types).map((target) => ({ target, access, isCertain: false }))
    : [];
  const ordered = [...links.filter(({ isCertain }) => isCertain), ...links, ...possible];
  const byTarget = new Map(ordered.reverse().map((link) => [link.target, link]));
  const all = [...byTarget.values()].map(({ target: balancer, ...link }) => ({ balancer, ...link }));
  return { all, unseen };
}

/** Finds load balancers by the private addresses of their zone mappings. */
class ZoneAddresses {
  private readonly byAddress = new Map<unknown, StackResource[]>();
  /** The cloud assigns the addresses, unless the program sets them. */
  private readonly withoutAddresses: readonly StackResource[];

  constructor(stack: Stack) {
    const balancers = stack.ofType(albType, nlbType);
    this.withoutAddresses = balancers.filter((balancer) => balancer.isLeftOut("zoneMappings"));
    for (const balancer of balancers) {
      const mappings = balancer.get("zoneMappings");
      for (const mapping of Array.isArray(mappings) ? (mappings as unknown[]) : []) {
        for (const address of listAddresses(mapping)) {
          addToList(this.byAddress, normalizeAddress(address), balancer);
        }
      }
    }
  }

  find(access: StackResource): Reference {
    const value = access.get("instanceId");
    const isNear = (balancer: StackResource) => access.isSameRegion(balancer) !== false;
    const targets = (this.byAddress.get(normalizeAddress(value)) ?? []).filter(isNear);
    if (targets.length > 0) return { isCertain: true, targets };
    return { isCertain: false, targets: isAddress(value) ? this.withoutAddresses.filter(isNear) : [] };
  }
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
