import type { StackResource } from "../../core/stack";
import { isUnknown } from "../../core/values";
import { complies, undecided, type Verdict, violates } from "../../core/verdict";
import { gatewayDomains } from "../../domains/bindings";
import { DomainIndex, normalizeDomain } from "../../domains/domainName";

/** Indexes the DNS records and WAF domains of a stack by name. */
export class CnameRecords {
  private readonly enabled = new DomainIndex<StackResource>();
  private readonly disabled = new Map<string, StackResource>();
  /** An enabled record whose name is unknown at preview. */
  private readonly unnamedRecord: StackResource | undefined;
  private readonly wafDomains = new DomainIndex<StackResource>();
  private readonly unnamedWafDomains: WafDomains;

  /** @param wafResources domains that are added to WAF, which may be in source of the group */
  constructor(nodes: readonly StackResource[], wafResources: readonly StackResource[]) {
    const isEnabled = (node: StackResource) => node.get("status") !== "DISABLE";
    this.unnamedRecord = nodes.find((node) => getFullName(node) === undefined && isEnabled(node));
    for (const node of nodes) {
      const name = getFullName(node);
      if (name === undefined) continue;
      if (isEnabled(node)) this.enabled.add(name, node);
      else if (!this.disabled.has(name)) this.disabled.set(name, node);
    }
    this.unnamedWafDomains = new WafDomains(
      wafResources.filter((wafDomain) => isUnknown(wafDomain.get("domain"))),
    );
    for (const wafDomain of wafResources) {
      const name = wafDomain.get("domain");
      if (typeof name === "string") this.wafDomains.add(normalizeDomain(name), wafDomain);
    }
  }

  /** Checks that a CNAME record of a domain points to one of its groups, or to WAF in source of it. */
  check(domain: string, groups: readonly StackResource[]): Verdict {
    // DNS uses the nearest wildcard only if the name has no record of its own.
    const [answering = []] = this.enabled.covering(domain);
    const wafDomains = [new WafDomains(this.wafDomains.covering(domain).flat()), this.unnamedWafDomains];
    const verdicts: Verdict[] = [];
    for (const node of answering) {
      if (isCname(node) === false) continue;
      const verdict = checkRecord(node, domain, groups, wafDomains);
      if (verdict.violations.length + verdict.undecided.length === 0) return complies;
      verdicts.push(verdict);
    }
    const open = verdicts.flatMap((verdict) => verdict.undecided);
    if (open.length > 0) return undecided(...open);
    if (this.unnamedRecord)
      return undecided(`the name of the record ${this.unnamedRecord.name} is unknown at preview`);
    const [bad] = verdicts;
    if (bad) return bad;
    const disabled = this.disabled.get(domain);
    const property = disabled ? `status of ${disabled.name}` : `the CNAME record of ${domain}`;
    return violates(
      disabled
        ? { property, actual: "DISABLE", expected: '"ENABLE"', hint: "Enable the record." }
        : { property, actual: undefined, expected: "a record that points to the group" },
    );
  }
}

/** Domains that are added to WAF, and the targets of their CNAME records. */
class WafDomains {
  readonly resources: ReadonlySet<StackResource>;
  readonly targets: ReadonlySet<string>;

  constructor(wafDomains: readonly StackResource[]) {
    this.resources = new Set(wafDomains);
    const targets = wafDomains.map((wafDomain) => wafDomain.get("cname"));
    this.targets = new Set(targets.filter((target) => typeof target === "string").map(normalizeDomain));
  }
}

function checkRecord(
  node: StackResource,
  domain: string,
  groups: readonly StackResource[],
  wafDomains: readonly WafDomains[],
): Verdict {
  for (const path of ["type", "status"]) {
    if (isUnknown(node.get(path))) return undecided(`${path} of ${node.name} is unknown at preview`);
  }
  const value = node.get("value");
  const sources = node.dependencies("value");
  if (isUnknown(value)) {
    const leads = sources.some(
      (source) => groups.includes(source) || wafDomains.some(({ resources }) => resources.has(source)),
    );
    return leads ? complies : undecided(`value of ${node.name} is unknown at preview`);
  }
  const target = normalizeDomain(String(value));
  if (groups.flatMap(gatewayDomains).some((name) => normalizeDomain(name) === target)) return complies;
  if (wafDomains.some(({ targets }) => targets.has(target))) return complies;
  // If the domains of a group are unknown, a dependency on the group is the only found.
  const groupsWithoutDomains = groups.filter((group) => gatewayDomains(group).length === 0);
  if (sources.some((source) => groupsWithoutDomains.includes(source))) return complies;
  if (groups.length === 0) return undecided(`the group of ${domain} is unknown or not in this stack`);
  return violates({ property: `value of ${node.name}`, actual: value, expected: "the domain of the group" });
}

const isCname = (node: StackResource): boolean | undefined => {
  const type = node.get("type");
  return isUnknown(type) ? undefined : type === "CNAME";
};

function getFullName(node: StackResource): string | undefined {
  const [zone, host] = [node.get("domainName"), node.get("rr")];
  if (isUnknown(host) || isUnknown(zone)) return undefined;
  return normalizeDomain(host === "@" ? String(zone) : `${String(host)}.${String(zone)}`);
}
