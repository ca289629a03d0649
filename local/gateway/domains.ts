import { lookUp } from "../domains/dns";
import { covers, isWildcard, normalized } from "../domains/names";
import type { ApiGroup, CustomDomain } from "../store/model";
import type { Store } from "../store/store";

/** A group, and the domain that a request came to it by; undefined for a domain of the cloud's own. */
export interface Destination {
  group: ApiGroup;
  domain: CustomDomain | undefined;
}

/** The group that a custom domain leads to; undefined when none of the network that asks is bound to it. */
export function destinationOf(
  store: Store,
  host: string,
  path: string,
  type: CustomDomain["type"] = "INTERNET",
): Destination | undefined {
  const bindings = bindingsFor(store, host).filter((domain) => domain.type === type);
  const candidates = bindings.flatMap((domain) => {
    const group = store.apiGroups.get(domain.groupId);
    return group ? [{ group, domain }] : [];
  });
  const reachable = onInstanceOf(store, host, candidates);
  const byBasePath = [...reachable].sort((a, b) => b.group.basePath.length - a.group.basePath.length);
  // Where no base path fits, any of them says that there is no such API.
  return byBasePath.find(({ group }) => isBelow(group.basePath, path)) ?? reachable[0];
}

/** Bindings of exactly this host, else of wildcards that cover it; that the exact one wins is an assumption. */
export function bindingsFor(store: Store, host: string): CustomDomain[] {
  const covering = store.customDomains.filter(
    ({ domainName, wildcardPatterns }) => covers(domainName, host) && fits(wildcardPatterns, host),
  );
  const exact = covering.filter(({ domainName }) => !isWildcard(domainName));
  return exact.length > 0 ? exact : covering;
}

/** Whether one of a wildcard's patterns takes a host; that the others are refused is an assumption. */
function fits(patterns: readonly string[] = [], host: string): boolean {
  if (patterns.length === 0) return true;
  return patterns.some((pattern) => {
    const literals = pattern.toLowerCase().split(/\{\w+\}/);
    const source = literals.map((text) => text.replaceAll(".", "\\.")).join("[a-z0-9-]+");
    return new RegExp(`^${source}$`).test(host);
  });
}

/** Between gateway instances DNS decides: the one whose group the domain's CNAME record names. */
function onInstanceOf<T extends { group: ApiGroup; domain: CustomDomain }>(
  store: Store,
  host: string,
  candidates: T[],
): T[] {
  const instance = ({ group }: { group: ApiGroup }): string => `${group.regionId}/${group.instanceId}`;
  const [first] = candidates;
  if (!first || candidates.every((it) => instance(it) === instance(first))) return candidates;
  const targets = [host, first.domain.domainName].flatMap((name) => lookUp(store, name, "CNAME"));
  const named = store.apiGroups.find((it) => targets.some((to) => normalized(to) === it.subDomain));
  return candidates.filter((it) => instance(it) === instance(named ? { group: named } : first));
}

function isBelow(basePath: string, path: string): boolean {
  const base = basePath.replace(/\/+$/, "");
  return path === base || path.startsWith(`${base}/`);
}
