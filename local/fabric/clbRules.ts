import type { ClbListener, ClbRule, LoadBalancer } from "../store/model";
import type { Store } from "../store/store";
import type { HttpRequest } from "./hops";

/**
 * The forwarding rule for a request. A rule with the domain of the request takes precedence over one with a wildcard, and
 * that over one without a domain. Among them, the one with the longest path wins (CLB documentation).
 */
export function findClbRule(
  store: Store,
  balancer: LoadBalancer,
  listener: ClbListener,
  request: HttpRequest | undefined,
): ClbRule | undefined {
  if (store.clbRules.size === 0 || listener.protocol !== "http" || request === undefined) return undefined;
  const host = (request.host ?? balancer.address).replace(/:\d+$/, "").toLowerCase();
  const [path = ""] = request.target.split("?");
  const fitting = store.clbRules.filter(
    (rule) =>
      rule.loadBalancerId === balancer.id &&
      rule.listenerPort === listener.port &&
      fitsDomain(rule.domain.toLowerCase(), host) &&
      fitsPath(rule.url, path),
  );
  return fitting.sort((a, b) => rank(b) - rank(a) || b.url.length - a.url.length)[0];
}

const fitsDomain = (domain: string, host: string): boolean =>
  domain === "" || domain === host || (domain.startsWith("*.") && host.endsWith(domain.slice(1)));

const fitsPath = (url: string, path: string): boolean =>
  url === "" || path === url || path.startsWith(url.endsWith("/") ? url : `${url}/`);

const rank = ({ domain }: ClbRule): number => (domain === "" ? 0 : domain.startsWith("*") ? 1 : 2);

/** The listener for requests of a rule: with its server group and, unless it follows the listener, its settings. */
export function withRule(listener: ClbListener, rule: ClbRule): ClbListener {
  const { vServerGroupId, listenerSync, attributes } = rule;
  if (listenerSync === "on") return { ...listener, vServerGroupId };
  return {
    ...listener,
    vServerGroupId,
    scheduler: attributes.Scheduler || listener.scheduler,
    attributes: { ...listener.attributes, ...attributes },
  };
}
