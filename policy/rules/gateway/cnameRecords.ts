import { domainsOfGroup } from "../../binders/bindings";
import { covers, plainName } from "../../binders/domainName";
import { isUnknown } from "../../core/facts";
import type { Node } from "../../core/stack";
import { complies, undecided, type Verdict, violates } from "../../core/verdict";

interface DnsRecord {
  readonly node: Node;
  /** Undefined while it is not known. */
  readonly name: string | undefined;
  readonly isEnabled: boolean;
}

/** The DNS records of a stack, and where those of type CNAME lead. */
export class CnameRecords {
  private readonly records: readonly DnsRecord[];

  /** @param firewall domains that are added to the web application firewall, which may stand before the group */
  constructor(
    nodes: readonly Node[],
    private readonly firewall: readonly Node[],
  ) {
    this.records = nodes.map((node) => ({
      node,
      name: nameOf(node),
      isEnabled: node.at("status") !== "DISABLE",
    }));
  }

  /** Whether a record leads callers of a domain to one of its groups, or to the firewall before them. */
  verdictOf(domain: string, groups: readonly Node[]): Verdict {
    const relevant = this.answering(domain).filter(({ node }) => isCname(node) !== false);
    const judged = relevant.map(({ node }) => this.verdictOfRecord(node, domain, groups));
    const good = judged.find(({ violations, undecided: open }) => violations.length + open.length === 0);
    if (good) return complies;
    const open = judged.flatMap((verdict) => verdict.undecided);
    const nameless = this.records.find(({ name, isEnabled }) => name === undefined && isEnabled);
    if (open.length > 0) return undecided(...open);
    if (nameless) return undecided(`the name of the record ${nameless.node.name} is not known yet`);
    const [bad] = judged;
    if (bad) return bad;
    const disabled = this.records.find(({ name, isEnabled }) => name === domain && !isEnabled);
    const property = disabled ? `status of ${disabled.node.name}` : `the CNAME record of ${domain}`;
    return violates(
      disabled
        ? { property, seen: "DISABLE", wanted: '"ENABLE"', remedy: "Enable the record." }
        : { property, seen: undefined, wanted: "one that leads to the group" },
    );
  }

  /** The records that DNS answers with: those of the name, and only without any those of the nearest wildcard. */
  private answering(domain: string): readonly DnsRecord[] {
    const enabled = this.records.filter(({ isEnabled }) => isEnabled);
    const exact = enabled.filter(({ name }) => name === domain);
    if (exact.length > 0) return exact;
    const wild = enabled.filter(({ name }) => name !== undefined && covers(name, domain));
    const nearest = Math.max(...wild.map(({ name = "" }) => name.length));
    return wild.filter(({ name = "" }) => name.length === nearest);
  }

  private verdictOfRecord(node: Node, domain: string, groups: readonly Node[]): Verdict {
    for (const path of ["type", "status"]) {
      if (isUnknown(node.at(path))) return undecided(`${path} of ${node.name} is not known yet`);
    }
    const value = node.at("value");
    const sources = node.from("value");
    const guards = this.firewall.filter((guard) => isFor(guard, domain));
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
    if (groups.length === 0)
      return undecided(`the group of ${domain} is not of this stack, or not known yet`);
    return violates({ property: `value of ${node.name}`, seen: value, wanted: "the domain of the group" });
  }
}

const isCname = (node: Node): boolean | undefined => {
  const type = node.at("type");
  return isUnknown(type) ? undefined : type === "CNAME";
};

function isFor(guard: Node, domain: string): boolean {
  const name = guard.at("domain");
  return isUnknown(name) || (typeof name === "string" && covers(plainName(name), domain));
}

function nameOf(node: Node): string | undefined {
  const [zone, host] = [node.at("domainName"), node.at("rr")];
  if (isUnknown(host) || isUnknown(zone)) return undefined;
  return plainName(host === "@" ? String(zone) : `${String(host)}.${String(zone)}`);
}
