import { strings } from "../../core/options";
import { type Evaluation, stackRule } from "../../core/rule";
import { isUnknown } from "../../core/values";
import { complies, undecided, violates, whenKnown } from "../../core/verdict";
import { bindingReads, bindingTypeReads, findDomainBindings, groupType } from "../../domains/bindings";
import { domainBindingsOption } from "../../domains/bindingTypes";
import { DomainIndex, normalizeDomain } from "../../domains/domainName";
import { boundDomain, group } from "./exampleResources";

export const wafType = "alicloud:wafv3/domain:Domain";
/** Domains that a finding lists at most. */
const maxNames = 5;
const waf = {
  type: wafType,
  name: "waf",
  props: {
    domain: "api.example.com",
    instanceId: "waf_v3prepaid_public_cn-1",
    listen: { httpsPorts: [443] },
    redirect: { backends: ["192.0.2.10"], loadbalance: "iphash" },
  },
};

export const apiGroupDomainWaf = stackRule({
  name: "api-group-domain-waf",
  title: "Public domain is protected by WAF",
  description: "A public domain that is bound to an API group is added to Web Application Firewall (WAF).",
  why:
    "The gateway authenticates the caller. WAF inspects the content of a request, for example for SQL " +
    "injection.",
  severity: "low",
  level: "advisory",
  tags: ["api-gateway-group-domain-access-waf-or-waf3", "AwsSolutions-APIG3", "APIGateway.4"],
  hint: "Add the domain to WAF 3.0, or list it in protectedElsewhere.",
  type: groupType,
  reads: { ...bindingReads, [wafType]: ["domain"] },
  readsBy: ({ domainBindings }) => bindingTypeReads(domainBindings),
  options: {
    ...domainBindingsOption,
    protectedElsewhere: strings([], "Domains that are added to WAF outside of this stack."),
  },
  evaluate(stack, { domainBindings, protectedElsewhere }): Evaluation[] {
    const added = stack.ofType(wafType).map((node) => node.get("domain"));
    const isOpen = added.some(isUnknown);
    const names = [...added, ...protectedElsewhere]
      .filter((it) => typeof it === "string")
      .map(normalizeDomain);
    const index = new DomainIndex<string>();
    for (const name of names) index.add(name, name);
    const listed = names.length > maxNames ? [...names.slice(0, maxNames), "…"] : names;
    return findDomainBindings(stack, domainBindings)
      .bindings.filter(({ isIntranet }) => !isIntranet)
      .map(({ by, property, domain }) => ({
        resource: by,
        ...whenKnown(property, domain, (actual) => {
          const name = normalizeDomain(String(actual));
          if (index.covering(name).length > 0) return complies;
          if (isOpen) return undecided("a domain of WAF is unknown at preview");
          const found = names.length > 0 ? listed : undefined;
          return violates({ property: "domain of WAF 3.0", actual: found, expected: JSON.stringify(name) });
        }),
      }));
  },
  examples: { fails: [group(), boundDomain()], passes: [group(), boundDomain(), waf] },
});
