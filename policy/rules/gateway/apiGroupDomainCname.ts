import { binderOptions } from "../../binders/binder";
import { bindingReads, domainsOfGroup, evidenceIn, groupType, readsOfBinders } from "../../binders/bindings";
import { plainName } from "../../binders/domainName";
import { isUnknown } from "../../core/facts";
import { strings } from "../../core/options";
import { type Judgement, stackRule } from "../../core/rule";
import type { Node } from "../../core/stack";
import { complies, violates, whenKnown } from "../../core/verdict";
import { boundDomain, group } from "./exampleResources";

const recordType = "alicloud:dns/alidnsRecord:AlidnsRecord";
const record = {
  type: recordType,
  name: "cname",
  props: {
    domainName: "example.com",
    rr: "api",
    type: "CNAME",
    value: { ref: "shop", output: "subDomain" },
  },
};

export const apiGroupDomainCname = stackRule({
  name: "api-group-domain-cname",
  title: "A public domain leads to its group",
  description:
    "A domain that is bound for callers in the Internet has a CNAME record that leads to its group.",
  why: "The gateway binds a domain only when DNS shows that it is yours, and callers find the group by this record.",
  severity: "low",
  level: "advisory",
  tags: [],
  remedy: "Make the CNAME record, or name the domain in recordsElsewhere.",
  argument: 'domains: [{ domain: "…", dns: { domain: "…" } }]',
  type: groupType,
  reads: { ...bindingReads, [recordType]: ["domainName", "rr", "type", "value"] },
  readsBy: ({ binders }) => readsOfBinders(binders),
  options: {
    ...binderOptions,
    recordsElsewhere: strings([], "Domains whose records are made outside of this stack."),
  },
  judge(stack, { recordsElsewhere, ...options }): Judgement[] {
    const records = stack.ofType(recordType).filter((node) => node.at("type") === "CNAME");
    const elsewhere = recordsElsewhere.map(plainName);
    return evidenceIn(stack, options)
      .bindings.filter(({ isIntranet }) => !isIntranet)
      .map(({ by, property, domain, groups }) => ({
        resource: by,
        ...whenKnown(property, domain, (seen) => {
          const name = plainName(String(seen));
          const found = records.some((node) => isOf(node, name) && leadsTo(node, groups));
          if (found || elsewhere.includes(name)) return complies;
          return violates({ property, seen, wanted: "a domain with a CNAME record that leads to the group" });
        }),
      }));
  },
  examples: { fails: [group(), boundDomain()], passes: [group(), boundDomain(), record] },
});

/** A name that is made from the group is known later, and may be this one. */
function isOf(node: Node, name: string): boolean {
  const [zone, host] = [node.at("domainName"), node.at("rr")];
  if (isUnknown(host) || isUnknown(zone)) return true;
  return plainName(host === "@" ? String(zone) : `${String(host)}.${String(zone)}`) === name;
}

function leadsTo(node: Node, groups: readonly Node[]): boolean {
  const value = node.at("value");
  if (node.from("value").some((source) => groups.includes(source))) return true;
  return groups
    .flatMap(domainsOfGroup)
    .map(plainName)
    .includes(plainName(String(value)));
}
