import { strings } from "../../core/options";
import { type Evaluation, stackRule } from "../../core/rule";
import { complies, whenKnown } from "../../core/verdict";
import { bindingReads, bindingTypeReads, findDomainBindings, groupType } from "../../domains/bindings";
import { domainBindingsOption } from "../../domains/bindingTypes";
import { normalizeDomain } from "../../domains/domainName";
import { wafType } from "./apiGroupDomainWaf";
import { CnameRecords } from "./cnameRecords";
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
  title: "Public domain has a CNAME record",
  description: "A public domain that is bound to an API group has a CNAME record that points to the group.",
  why: "The gateway binds a domain only if DNS shows that you own it, and clients find the group by this record.",
  severity: "low",
  level: "advisory",
  tags: [],
  hint: "Create the CNAME record, or list the domain in recordsElsewhere.",
  argument: 'domains: [{ domain: "…", dns: { domain: "…" } }]',
  type: groupType,
  reads: {
    ...bindingReads,
    [recordType]: ["domainName", "rr", "type", "value", "status"],
    [wafType]: ["domain", "cname"],
  },
  readsBy: ({ domainBindings }) => bindingTypeReads(domainBindings),
  options: {
    ...domainBindingsOption,
    recordsElsewhere: strings([], "Domains whose records are created outside of this stack."),
  },
  evaluate(stack, { domainBindings, recordsElsewhere }): Evaluation[] {
    const elsewhere = new Set(recordsElsewhere.map(normalizeDomain));
    const records = new CnameRecords(stack.ofType(recordType), stack.ofType(wafType));
    return findDomainBindings(stack, domainBindings)
      .bindings.filter(({ isIntranet }) => !isIntranet)
      .map(({ by, property, domain, groups }) => ({
        resource: by,
        ...whenKnown(property, domain, (actual) => {
          const name = normalizeDomain(String(actual));
          return elsewhere.has(name) ? complies : records.check(name, groups);
        }),
      }));
  },
  examples: { fails: [group(), boundDomain()], passes: [group(), boundDomain(), record] },
});
