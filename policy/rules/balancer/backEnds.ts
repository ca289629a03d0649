import { isUnknown } from "../../core/facts";
import type { Judgement } from "../../core/rule";
import type { Node, Stack } from "../../core/stack";
import { provided, type Verdict } from "../../core/verdict";
import {
  albType,
  clbType,
  type Front,
  formerClbType,
  leadsTo,
  nlbType,
  unknownTarget,
  vpcAccessType,
} from "../backEndTypes";

export { albType, clbType, formerClbType, nlbType, vpcAccessType } from "../backEndTypes";
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

/** A balancer, and the authorization that leads the gateway to it, or may. */
export interface BackEnd {
  readonly balancer: Node;
  readonly access: Node;
  /** Whether it does; else it is not known yet where the authorization leads. */
  readonly isSure: boolean;
}

/** Where authorizations lead, as far as it can be told. */
export interface Links {
  readonly links: readonly BackEnd[];
  /** Authorizations of which nothing tells yet where they lead. */
  readonly open: readonly Node[];
}

/** ALBs that authorizations lead to, or may, each ALB once. */
export const albBackEnds = (stack: Stack): readonly BackEnd[] => once(albLinks(stack), stack.ofType(albType));

/** Which authorization leads to which ALB: by dependency, id or DNS name, or by the private address in a zone. */
export const albLinks = (stack: Stack): Links => linksByAddress(stack, albType);

/** What is read to tell which CLBs are back ends of the gateway. */
export const clbBackEndReads = {
  [vpcAccessType]: ["instanceId"],
  [clbType]: ["address"],
  [formerClbType]: ["address"],
} as const;

/** CLBs that authorizations lead to, or may, each CLB once. */
export const clbBackEnds = (stack: Stack): readonly BackEnd[] =>
  once(clbLinks(stack), stack.ofType(...clbTypes));

/** Which authorization leads to which CLB: by dependency, id or address. */
export const clbLinks = (stack: Stack): Links =>
  linksOf(stack, Object.fromEntries(clbTypes.map((type) => [type, ["id", "address"]])));

/** Judges balancers as back ends. What is wrong with one that may be none is not decided. */
export const judgedBackEnds = (
  backEnds: readonly BackEnd[],
  judge: (backEnd: BackEnd) => Verdict,
): Judgement[] =>
  backEnds.map((backEnd) => ({
    resource: backEnd.balancer,
    ...provided(backEnd.isSure, judge(backEnd), unknownTarget(backEnd.access)),
  }));

/** What is read to tell which NLBs are back ends of the gateway. */
export const nlbBackEndReads = {
  [vpcAccessType]: ["instanceId"],
  [nlbType]: ["dnsName", "zoneMappings[].privateIpv4Address"],
} as const;

/** NLBs that authorizations lead to, or may, each NLB once. */
export const nlbBackEnds = (stack: Stack): readonly BackEnd[] => once(nlbLinks(stack), stack.ofType(nlbType));

/** Which authorization leads to which NLB: by dependency, id or DNS name, or by the private address in a zone. */
export const nlbLinks = (stack: Stack): Links => linksByAddress(stack, nlbType);

/** What is read to tell which balancers of whatever kind are back ends of the gateway. */
export const balancerLinkReads = { ...backEndReads, ...clbBackEndReads, ...nlbBackEndReads } as const;

/** Which authorization leads to which balancer, of whatever kind. */
export function balancerLinks(stack: Stack): Links {
  const each = [albLinks(stack), clbLinks(stack), nlbLinks(stack)];
  return {
    links: each.flatMap(({ links }) => links),
    open: [...new Set(each.flatMap(({ open }) => open))],
  };
}

/** Balancers, and what leads to each. */
export const leadingTo = (backEnds: readonly BackEnd[]): ReadonlyMap<Node, Front> =>
  new Map(backEnds.map(({ balancer, access, isSure }) => [balancer, { front: access, isSure }]));

function linksByAddress(stack: Stack, type: string): Links {
  const byAddress = addressesOf(stack, type);
  return linksOf(stack, { [type]: ["id", "dnsName"] }, (access) =>
    (byAddress.get(access.at("instanceId")) ?? []).filter((balancer) => access.isNear(balancer) !== false),
  );
}

function linksOf(
  stack: Stack,
  paths: Readonly<Record<string, readonly string[]>>,
  named: (access: Node) => readonly Node[] = () => [],
): Links {
  const links: BackEnd[] = [];
  const open: Node[] = [];
  if (stack.ofType(...Object.keys(paths)).length === 0) return { links, open };
  for (const access of stack.ofType(vpcAccessType)) {
    const byName = named(access);
    const { isSure, targets } =
      byName.length > 0 ? { isSure: true, targets: byName } : leadsTo(stack, access, paths);
    if (!isSure && targets.length === 0) open.push(access);
    const balancers = targets.filter(({ type }) => type in paths);
    links.push(...balancers.map((balancer) => ({ balancer, access, isSure })));
  }
  return { links, open };
}

/** The first link of each balancer; a sure one before others. */
function once({ links, open }: Links, all: readonly Node[]): readonly BackEnd[] {
  const [access] = open;
  const possible = access ? all.map((balancer) => ({ balancer, access, isSure: false })) : [];
  const ordered = [...links.filter(({ isSure }) => isSure), ...links, ...possible];
  return [...new Map(ordered.reverse().map((link) => [link.balancer, link])).values()];
}

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
