import { domainsOfGroup } from "../../binders/bindings";
import { ByDomain, plainName } from "../../binders/domainName";
import { isUnknown } from "../../core/facts";
import type { Node } from "../../core/stack";
import { complies, undecided, type Verdict, violates } from "../../core/verdict";

/** The DNS records of a stack, and where those of type CNAME lead. */
export class CnameRecords {
  private readonly enabled = new ByDomain<Node>();
  private readonly disabled = new Map<string, Node>();
  /** One that is enabled, and whose name is not known yet. */
  private readonly nameless: Node | undefined;
  private readonly guards = new ByDomain<Node>();
  private readonly guardsOfAny: readonly Node[];

  /** @param firewall domains that are added to the web application firewall, which may stand before the group */
  constructor(nodes: readonly Node[], firewall: readonly Node[]) {
    const isEnabled = (node: Node) => node.at("status") !== "DISABLE";
    this.nameless = nodes.find((node) => nameOf(node) === undefined && isEnabled(node));
    for (const node of nodes) {
      const name = nameOf(node);
      if (name === undefined) continue;
      if (isEnabled(node)) this.enabled.add(name, node);
      else if (!this.disabled.has(name)) this.disabled.set(name, node);
    }
    this.guardsOfAny = firewall.filter((guard) => isUnknown(guard.at("domain")));
    for (const guard of firewall) {
      const name = guard.at("domain");
      if (typeof name === "string") this.guards.add(plainName(name), guard);
    }
  }

  /** Whether a record leads callers of a domain to one of its groups, or to the firewall before them. */
  verdictOf(domain: string, groups: readonly Node[]): Verdict {
    // DNS answers with the records of the name, and only without any with those of the nearest wildcard.
    const [answering = []] = this.enabled.covering(domain);
    const guards = [...this.guards.covering(domain).flat(), ...this.guardsOfAny];
    const judged: Verdict[] = [];
    for (const node of answering) {
      if (isCname(node) === false) continue;
      const verdict = verdictOfRecord(node, domain, groups, guards);
      if (verdict.violations.length + verdict.undecided.length === 0) return complies;
      judged.push(verdict);
    }
    const open = judged.flatMap((verdict) => verdict.undecided);
    if (open.length > 0) return undecided(...open);
    if (this.nameless) return undecided(`the name of the record ${this.nameless.name} is not known yet`);
    const [bad] = judged;
    if (bad) return bad;
    const disabled = this.disabled.get(domain);
    const property = disabled ? `status of ${disabled.name}` : `the CNAME record of ${domain}`;
    return violates(
      disabled
        ? { property, seen: "DISABLE", wanted: '"ENABLE"', remedy: "Enable the record." }
        : { property, seen: undefined, wanted: "one that leads to the group" },
    );
  }
}

function verdictOfRecord(
  node: Node,
  domain: string,
  groups: readonly Node[],
  guards: readonly Node[],
): Verdict {
  for (const path of ["type", "status"]) {
    if (isUnknown(node.at(path))) return undecided(`${path} of ${node.name} is not known yet`);
  }
  const value = node.at("value");
  const sources = node.from("value");
  if (isUnknown(value)) {
    const leads = sources.some((source) => groups.includes(source) || guards.includes(source));
    return leads ? complies : undecided(`value of ${node.name} is not known yet`);
  }
  const target = plainName(String(value));
  const wanted = [...groups.flatMap(domainsOfGroup), ...guards.map((guard) => guard.at("cname"))];
  if (wanted.some((name) => typeof name === "string" && plainName(name) === target)) return complies;
  // Of a group whose domains are not told, that the value comes from it is all there is to go by.
  const silent = groups.filter((group) => domainsOfGroup(group).length === 0);
  if (sources.some((source) => silent.includes(source))) return complies;
  if (groups.length === 0) return undecided(`the group of ${domain} is not of this stack, or not known yet`);
  return violates({ property: `value of ${node.name}`, seen: value, wanted: "the domain of the group" });
}

const isCname = (node: Node): boolean | undefined => {
  const type = node.at("type");
  return isUnknown(type) ? undefined : type === "CNAME";
};

function nameOf(node: Node): string | undefined {
  const [zone, host] = [node.at("domainName"), node.at("rr")];
  if (isUnknown(host) || isUnknown(zone)) return undefined;
  return plainName(host === "@" ? String(zone) : `${String(host)}.${String(zone)}`);
}
