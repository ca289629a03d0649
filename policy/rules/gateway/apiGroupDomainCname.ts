import { bindersOption } from "../../binders/binder";
import { bindingReads, evidenceIn, groupType, readsOfBinders } from "../../binders/bindings";
import { plainName } from "../../binders/domainName";
import { strings } from "../../core/options";
import { type Judgement, stackRule } from "../../core/rule";
import { complies, whenKnown } from "../../core/verdict";
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
  reads: {
    ...bindingReads,
    [recordType]: ["domainName", "rr", "type", "value", "status"],
    [wafType]: ["domain", "cname"],
  },
  readsBy: ({ binders }) => readsOfBinders(binders),
  options: {
    ...bindersOption,
    recordsElsewhere: strings([], "Domains whose records are made outside of this stack."),
  },
  judge(stack, { binders, recordsElsewhere }): Judgement[] {
    const elsewhere = new Set(recordsElsewhere.map(plainName));
    const records = new CnameRecords(stack.ofType(recordType), stack.ofType(wafType));
    return evidenceIn(stack, binders)
      .bindings.filter(({ isIntranet }) => !isIntranet)
      .map(({ by, property, domain, groups }) => ({
        resource: by,
        ...whenKnown(property, domain, (seen) => {
          const name = plainName(String(seen));
          return elsewhere.has(name) ? complies : records.verdictOf(name, groups);
        }),
      }));
  },
  examples: { fails: [group(), boundDomain()], passes: [group(), boundDomain(), record] },
});
