import { lookUp } from "../domains/dns";
import { covers, isWildcard, normalized } from "../domains/names";
import { memoize } from "../memoize";
import type { ApiGroup, CustomDomain } from "../store/model";
import type { Store } from "../store/store";
import { lookUpIn } from "./lookup";

/**
 * The group of a request, and the domain that the request used. The domain is undefined for one that the cloud
 * assigned.
 */
export interface Destination {
  group: ApiGroup;
  domain: CustomDomain | undefined;
}

/** The group of a custom domain. Undefined if no domain on the network of the caller is bound. */
export function findDestination(
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
  const reachable = filterByInstance(store, host, candidates);
  const byBasePath = [...reachable].sort((a, b) => b.group.basePath.length - a.group.basePath.length);
  // If no base path matches, any of these groups reports that the API does not exist.
  return byBasePath.find(({ group }) => isBelow(group.basePath, path)) ?? reachable[0];
}

/**
 * Bindings of exactly this host, otherwise of wildcards that cover it. Assumption: the exact binding takes precedence.
 */
export function bindingsFor(store: Store, host: string): CustomDomain[] {
  const covering = lookUpIn(store)
    .customDomains(host)
    .filter(({ domainName, wildcardPatterns }) => covers(domainName, host) && fits(wildcardPatterns, host));
  const exact = covering.filter(({ domainName }) => !isWildcard(domainName));
  return exact.length > 0 ? exact : covering;
}

/** Whether a pattern of a wildcard domain matches a host. Assumption: the gateway rejects other hosts. */
function fits(patterns: readonly string[] = [], host: string): boolean {
  if (patterns.length === 0) return true;
  return patterns.some((pattern) => compilePattern(pattern).test(host));
}

const compilePattern = memoize((pattern) => {
  const literals = pattern.toLowerCase().split(/\{\w+\}/);
  const source = literals.map((text) => text.replaceAll(".", "\\.")).join("[a-z0-9-]+");
  return new RegExp(`^${source}$`);
});

/** DNS selects the gateway instance: that of the group in the CNAME record of the domain. */
function filterByInstance<T extends { group: ApiGroup; domain: CustomDomain }>(
  store: Store,
  host: string,
  candidates: T[],
): T[] {
  const instance = ({ group }: { group: ApiGroup }): string => `${group.regionId}/${group.instanceId}`;
  const [first] = candidates;
  if (!first || candidates.every((it) => instance(it) === instance(first))) return candidates;
  const targets = [host, first.domain.domainName].flatMap((name) => lookUp(store, name, "CNAME"));
  const [named] = targets.flatMap((to) => lookUpIn(store).groupByHost(normalized(to), false) ?? []);
  return candidates.filter((it) => instance(it) === instance(named ? { group: named } : first));
}

function isBelow(basePath: string, path: string): boolean {
  const base = basePath.replace(/\/+$/, "");
  return path === base || path.startsWith(`${base}/`);
}
